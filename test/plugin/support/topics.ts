import { defineTopics, type TopicSend } from 'vue-heartbeat-socket'
import type { FakeServer } from 'vue-heartbeat-socket/testing'

/** Asks for all topics of a tick in one message. */
export const options = {
  subscribe: (topics: string[], send: TopicSend) => void send({ op: 'subscribe', topics }),
  unsubscribe: (topics: string[], send: TopicSend) => void send({ op: 'unsubscribe', topics }),
  topicOf: (message: any) => message.topic as string | undefined,
}

export const usePrices = defineTopics(options)

/** What the server was asked for, in short: `+a,b` and `-a`. */
export function asked({ messages }: FakeServer): string[] {
  return messages.map(({ op, topics }) => `${op === 'subscribe' ? '+' : '-'}${topics.join(',')}`)
}

/** Until the topics that have been left are unsubscribed. */
export async function tick(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}
