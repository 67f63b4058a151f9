import type { RawData } from '../options/options.ts'

/** A message between `send()` and its outcome. */
export interface Message {
  /** As it was given to `send()`. */
  readonly data: unknown
  readonly raw: RawData
  /** Encoded, in bytes. */
  readonly size: number
  /** When `send()` was called, by the engine's clock. */
  readonly at: number
  /** Counts messages in the order in which they first went out, from 1; 0 until then. */
  number: number
  /** When it last went out, by the engine's clock. */
  sentAt: number
  /** Stops listening to its signal. */
  settle(): void
}

/** Messages in order, with their size. */
export interface MessageList {
  count(): number
  bytes(): number
  first(): Message | undefined
  /** All of them, oldest first. */
  all(): readonly Message[]
  push(message: Message): void
  /** Removes the first, of which there must be one. */
  shift(): Message
  /** Removes a message; returns whether it was here. */
  remove(message: Message): boolean
  /** Puts all messages of another list, which is empty then, before those here. */
  prepend(other: MessageList): void
}

export function createMessageList(): MessageList {
  const messages: Message[] = []
  let bytes = 0

  const list: MessageList = {
    count: () => messages.length,
    bytes: () => bytes,
    first: () => messages[0],
    all: () => messages,
    push(message) {
      messages.push(message)
      bytes += message.size
    },
    shift() {
      const message = messages.shift()!
      bytes -= message.size
      return message
    },
    remove(message) {
      const index = messages.indexOf(message)
      if (index >= 0) bytes -= messages.splice(index, 1)[0]!.size
      return index >= 0
    },
    prepend(other) {
      bytes += other.bytes()
      const before: Message[] = []
      while (other.first()) before.push(other.shift())
      messages.unshift(...before)
    },
  }
  return list
}
