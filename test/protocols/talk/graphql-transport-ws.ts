import type { CreateRequestOptions, TopicsOptions } from 'vue-heartbeat-socket'

export interface Operation {
  readonly query: string
  readonly variables?: object
}

/** The topic of a subscription. */
export const graphqlTopic = (operation: Operation): string => JSON.stringify(operation)

/** For `defineTopics()`. Messages are those of the type `next`. */
export const graphqlTopics: TopicsOptions = {
  subscribe(topics, send) {
    // A topic is also the id of its operation, which may be any text that is not in use.
    for (const id of topics) send({ id, type: 'subscribe', payload: JSON.parse(id) })
  },
  unsubscribe(topics, send) {
    for (const id of topics) send({ id, type: 'complete' })
  },
  topicOf: ({ type, id }) => (type === 'next' ? id : undefined),
}

/** For `createRequest()`: queries and mutations. */
export const graphqlRequests: CreateRequestOptions<'default', Operation> = {
  tag: (operation, id) => ({ id: String(id), type: 'subscribe', payload: operation }),
  replyTo: ({ type, id }) => (type === 'next' || type === 'error' ? id : undefined),
  errorOf: ({ type, payload }) => (type === 'error' ? payload : payload.errors),
}
