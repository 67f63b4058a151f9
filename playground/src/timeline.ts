import { shallowRef, type Ref } from 'vue'
import { onSocketEvent, type SocketStatus } from 'vue-heartbeat-socket'
import { useFrame } from './frame.ts'
import { messageOf } from './format.ts'

const limit = 100

export type Kind = 'status' | 'open' | 'close' | 'heartbeat' | 'drop' | 'error'

export interface Happening {
  readonly id: number
  readonly at: number
  readonly kind: Kind
  readonly text: string
  /** How often it happened in a row; rows of heartbeats, drops and errors are told as one. */
  readonly times: number
}

/** A status that follows itself: a wait that ended in a dial, or a dial that ended in a wait. */
const againOf = (status: SocketStatus, retryIn: number | undefined): string =>
  retryIn === undefined ? `${status}: dialling` : `${status}: waiting`

/** The fix, below, stands in the panel of the newest error. */
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

const merged: readonly Kind[] = ['heartbeat', 'drop', 'error']

/** What happened to the socket, newest first, at most 100 entries, renewed once a frame. */
export function useTimeline(): { happenings: Readonly<Ref<readonly Happening[]>>; clear(): void } {
  const happenings = shallowRef<readonly Happening[]>([])
  let list: Happening[] = []
  let nextId = 1
  const show = useFrame(() => {
    happenings.value = [...list]
  })

  function add(kind: Kind, text: string): void {
    const newest = list[0]
    const repeats = newest?.kind === kind && merged.includes(kind)
    if (repeats) list[0] = { ...newest, at: Date.now(), text, times: newest.times + 1 }
    else
      list = [{ id: nextId++, at: Date.now(), kind, text, times: 1 }, ...list.slice(0, limit - 1)]
    show()
  }

  onSocketEvent('status', ({ status, previous, attempt, retryIn }) => {
    const dial = attempt > 0 ? `, attempt ${attempt}` : ''
    const wait = retryIn === undefined ? '' : `, next try in ${(retryIn / 1000).toFixed(1)} s`
    const change = previous === status ? againOf(status, retryIn) : `${previous} → ${status}`
    add('status', `${change}${dial}${wait}`)
  })
  onSocketEvent('open', ({ reconnected }) => add('open', reconnected ? 'open again' : 'open'))
  onSocketEvent('close', ({ code, reason, cause }) => {
    add('close', `link ended: ${cause}, code ${code}${reason === '' ? '' : ` “${reason}”`}`)
  })
  onSocketEvent('heartbeat', ({ latency }) => add('heartbeat', `answered in ${latency} ms`))
  onSocketEvent('drop', (drop) => add('drop', `a message was given up: ${drop.reason}`))
  onSocketEvent('error', (error) => add('error', firstLine(messageOf(error))))

  function clear(): void {
    list = []
    happenings.value = list
  }
  return { happenings, clear }
}
