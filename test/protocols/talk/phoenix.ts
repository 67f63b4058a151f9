import type { CreateRequestOptions, TopicsOptions } from 'vue-heartbeat-socket'

export interface Push {
  readonly topic: string
  readonly event: string
  readonly payload?: object
}

/**
 * Channels as topics, for `defineTopics()`, and pushes to them as requests, for `createRequest()`.
 * `nextRef` is the one that heartbeats take too; `params` gives the payload of a join.
 */
export function phoenixChannels(
  nextRef: () => string,
  params: (topic: string) => object = () => ({}),
): { topics: TopicsOptions; requests: CreateRequestOptions<'default', Push> } {
  /** What is sent to a channel names its join. */
  const joinRefs = new Map<string, string>()
  return {
    topics: {
      subscribe(topics, send) {
        for (const topic of topics) {
          const ref = nextRef()
          joinRefs.set(topic, ref)
          send([ref, ref, topic, 'phx_join', params(topic)])
        }
      },
      unsubscribe(topics, send) {
        for (const topic of topics) {
          send([joinRefs.get(topic), nextRef(), topic, 'phx_leave', {}])
          joinRefs.delete(topic)
        }
      },
      // Replies, and a channel's end, are none of its messages.
      topicOf: ([, , topic, event]) => (event.startsWith('phx_') ? undefined : topic),
    },
    requests: {
      tag: ({ topic, event, payload = {} }, id) => [
        joinRefs.get(topic),
        String(id),
        topic,
        event,
        payload,
      ],
      replyTo: ([, ref, , event]) => (event === 'phx_reply' ? ref : undefined),
      errorOf: ([, , , , { status, response }]) => (status === 'ok' ? undefined : response),
    },
  }
}
