import type { Plain, Socket } from './check.ts'

/** What a call throws, by name. */
export function thrown(action: () => unknown): string {
  try {
    action()
    return 'nothing'
  } catch (error) {
    if (error instanceof DOMException) return `${error.name} DOMException`
    return error instanceof Error ? error.name : String(error)
  }
}

/** The next event of this type. */
export function next<E extends Event = Event>(target: EventTarget, type: string): Promise<E> {
  return new Promise((resolve) => {
    target.addEventListener(type, (event) => resolve(event as E), { once: true })
  })
}

export const nextClose = (socket: EventTarget): Promise<CloseEvent> => next(socket, 'close')
export const nextMessage = (socket: EventTarget): Promise<MessageEvent> => next(socket, 'message')

/** For a race with what may never come. */
export async function rejectAtClose(socket: EventTarget): Promise<never> {
  const { code } = await nextClose(socket)
  throw new Error(`Closed with ${code}`)
}

/** The types of the events that a socket emits, as they come. */
export function record(socket: EventTarget): string[] {
  const log: string[] = []
  for (const type of ['open', 'message', 'error', 'close']) {
    socket.addEventListener(type, () => log.push(type))
  }
  return log
}

/** What `record` noted, once the socket has closed. */
export async function recordUntilClose(socket: EventTarget): Promise<string[]> {
  const log = record(socket)
  await nextClose(socket)
  return log
}

export async function closeOf(socket: EventTarget): Promise<Plain> {
  return plainClose(await nextClose(socket))
}

export function plainClose({ code, reason, wasClean }: CloseEvent): Plain {
  return { code, reason, wasClean }
}

/** The end of a connection that broke down. */
export const ABNORMAL = { code: 1006, reason: '', wasClean: false }

/** Sends, and returns the data of the answer. */
export async function ask(socket: Socket, ...args: unknown[]): Promise<any> {
  const answer = nextMessage(socket)
  socket.send(...args)
  return (await answer).data
}

/** Data in words: their kind, and what is in them. */
export async function show(data: unknown): Promise<string> {
  if (typeof data === 'string') return `text: ${data}`
  if (data instanceof Blob) return `Blob: ${bytes(await data.arrayBuffer())}`
  if (data instanceof ArrayBuffer) return `ArrayBuffer: ${bytes(data)}`
  return Object.prototype.toString.call(data)
}

function bytes(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].join(' ')
}

/** The data of the next messages. */
export function messages(socket: Socket, count: number): Promise<unknown[]> {
  const found: unknown[] = []
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      if (found.push(data) === count) resolve(found)
    })
  })
}

/** The message of errors that checks throw themselves. */
export const ON_PURPOSE = 'on purpose'

/** How often an error is reported, as uncaught ones are, until `action` is over. */
export async function timesReported(error: Error, action: () => Promise<unknown>): Promise<number> {
  let count = 0
  const note = (reported: unknown) => {
    if (reported === error) count++
  }
  const noteEvent = (event: ErrorEvent) => {
    event.preventDefault()
    note(event.error)
  }
  const isNode = typeof window === 'undefined'
  if (isNode) process.on('uncaughtException', note)
  else window.addEventListener('error', noteEvent)
  await action()
  if (isNode) process.off('uncaughtException', note)
  else window.removeEventListener('error', noteEvent)
  return count
}
