import type { CreateRequestOptions, TopicsOptions } from 'vue-heartbeat-socket'

/** For `defineTopics()`: the topics are types of events. `nextId` is the one that pings take too. */
export function homeAssistantTopics(nextId: () => number): TopicsOptions {
  const ids = new Map<string, number>()
  return {
    subscribe(topics, send) {
      for (const topic of topics) {
        const id = nextId()
        ids.set(topic, id)
        send({ id, type: 'subscribe_events', event_type: topic })
      }
    },
    unsubscribe(topics, send) {
      for (const topic of topics) {
        send({ id: nextId(), type: 'unsubscribe_events', subscription: ids.get(topic) })
        ids.delete(topic)
      }
    },
    topicOf: ({ type, event }) => (type === 'event' ? event.event_type : undefined),
  }
}

/** More than can be pending. */
const MAX_ASKED = 1_000

/** For `createRequest()`. Pass `queue: false`, because what waits would go out behind a later ping. */
export function homeAssistantRequests(nextId: () => number): CreateRequestOptions {
  /** The requests' own ids, by those that count with the pings. */
  const asked = new Map<number, number>()
  return {
    tag(command, request) {
      const id = nextId()
      asked.set(id, request)
      // Lost ones are answered by nothing.
      if (asked.size > MAX_ASKED) asked.delete(asked.keys().next().value!)
      return { id, ...command }
    },
    replyTo: ({ type, id }) => (type === 'result' ? asked.get(id) : undefined),
    errorOf: ({ success, error }) => (success ? undefined : error),
  }
}
