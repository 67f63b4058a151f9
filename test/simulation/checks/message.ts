import type { NativeSocket } from '../native-socket.ts'

/** A message, and where it is. */
export interface Message {
  readonly id: number
  readonly size: number
  readonly mayWait: boolean
  /** Its place among those that went out over the link of now. */
  order: number
  /** When it went out last, and how often the wall clock had been set by then. */
  sentAt: number
  clockSteps: number
  /** Over which link. */
  socket: NativeSocket | null
  /** Why nothing more is to be emitted of it. */
  end: 'confirmed' | 'let go' | 'dropped' | null
}

export function createMessage(id: number, size: number, mayWait: boolean): Message {
  return { id, size, mayWait, order: 0, sentAt: 0, clockSteps: 0, socket: null, end: null }
}

export const bytesOf = (messages: readonly Message[]): number =>
  messages.reduce((bytes, { size }) => bytes + size, 0)
