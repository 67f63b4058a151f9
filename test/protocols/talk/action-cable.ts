import type { CreateRequestOptions, TopicsOptions } from 'vue-heartbeat-socket'

/** The topic of a channel and its parameters: what ActionCable calls the identifier. */
export function cableTopic(channel: string, params: object = {}): string {
  return JSON.stringify({ channel, ...params })
}

/** For `defineTopics()`. */
export const cableTopics: TopicsOptions = {
  subscribe(topics, send) {
    for (const identifier of topics) send({ command: 'subscribe', identifier })
  },
  unsubscribe(topics, send) {
    for (const identifier of topics) send({ command: 'unsubscribe', identifier })
  },
  // Confirmations and rejections have a type.
  topicOf: ({ type, identifier }) => (type === undefined ? identifier : undefined),
}

export interface CableQuestion {
  readonly topic: string
  readonly action: string
  readonly data?: object
}

/**
 * For `createRequest()`. ActionCable has no answers of its own: the channel's action has to repeat the
 * id, `transmit({ request_id: data['request_id'], … })`, and may add an `error`.
 */
export const cableRequests: CreateRequestOptions<'default', CableQuestion> = {
  tag: ({ topic, action, data }, id) => ({
    command: 'message',
    identifier: topic,
    data: JSON.stringify({ ...data, action, request_id: id }),
  }),
  replyTo: ({ message }) => message?.request_id,
  errorOf: ({ message }) => message.error,
}
