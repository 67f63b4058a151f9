import { onScopeDispose } from 'vue'
import type { CloseInfo, SocketEvents } from 'vue-heartbeat-socket'
import { messageOf } from '../format.ts'
import type { Happenings } from './happenings.ts'

type On = <Event extends keyof SocketEvents>(
  event: Event,
  handler: (...args: SocketEvents[Event]) => void,
) => void

const seconds = (ms: number): string => (ms / 1_000).toFixed(1)

/** The fix, below, stands in the panel of the newest error. */
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

/** Puts a socket's events, and the page's own, into plain words. */
export function tellHappenings(happenings: Happenings, on: On): void {
  /** The end that is told already: a change of status comes before the end that led to it. */
  let told: CloseInfo | undefined
  on('status', (change) => {
    if (change.close) tellEnd(happenings, change.close)
    told = change.close
    tellStatus(happenings, change)
  })
  on('open', ({ reconnected }) => happenings.add(reconnected ? 'reopen' : 'open'))
  on('stable', () => happenings.add('stable'))
  on('heartbeat', ({ latency }) => happenings.add('beat', { latency: latency ?? '?' }))
  on('close', (close) => {
    if (close !== told) tellEnd(happenings, close)
  })
  on('drop', ({ reason }) => happenings.add('drop', { reason }))
  on('error', (error) => happenings.add('error', { text: firstLine(messageOf(error)) }))
  for (const signal of ['offline', 'online'] as const) {
    const tell = () => happenings.add('page', { signal })
    window.addEventListener(signal, tell)
    onScopeDispose(() => window.removeEventListener(signal, tell))
  }
}

function tellStatus(happenings: Happenings, change: SocketEvents['status'][0]): void {
  const { status, attempt, retryIn } = change
  // The opening has an event of its own.
  if (status === 'open') return
  if (status === 'suspended') return happenings.add('suspended')
  if (status === 'closed' || status === 'failed' || status === 'idle') return happenings.add(status)
  if (retryIn === undefined) return happenings.add('attempt', { attempt })
  happenings.add('wait', { seconds: seconds(retryIn) })
}

function tellEnd(happenings: Happenings, { code, reason, cause }: CloseInfo): void {
  if (cause === 'heartbeat') return happenings.add('dead')
  happenings.add('end', { cause, code, reason })
}
