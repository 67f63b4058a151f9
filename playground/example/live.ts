import { createRequest, defineTopics } from 'vue-heartbeat-socket'

export interface Price {
  readonly topic: string
  readonly price: number
}

export interface Remark {
  readonly topic: string
  readonly from: string
  readonly text: string
}

/** Prices are the topics `price/<symbol>`, what is said in rooms `room/<name>`. */
export const useTopic = defineTopics<Price | Remark>({
  subscribe: (topics, send) => send({ op: 'subscribe', topics }),
  unsubscribe: (topics, send) => send({ op: 'unsubscribe', topics }),
  topicOf: (message) => message.topic,
})

export const request = createRequest({
  tag: (question: object, id) => ({ ...question, id }),
  replyTo: (message) => message.replyTo,
  errorOf: (message) => message.error,
})
