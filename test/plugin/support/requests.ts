import { createRequest, RequestError } from 'vue-heartbeat-socket'

export const request = createRequest({
  tag: (data: object, id) => ({ ...data, id }),
  replyTo: (message) => message.replyTo,
  errorOf: (message) => message.error,
})

/** How a request ends: its answer, or the reason of its failure. */
export interface Outcome {
  readonly answer?: any
  readonly error?: any
  /** `pending`, `answered`, the reason of a `RequestError`, or `another error`. */
  readonly word: string
}

/** Follows a request, so that a test can look at it while it is pending. */
export function follow(asked: Promise<unknown>): Outcome {
  const outcome: { answer?: unknown; error?: unknown; word: string } = { word: 'pending' }
  asked.then(
    (answer) => Object.assign(outcome, { answer, word: 'answered' }),
    (error) => {
      const word = error instanceof RequestError ? error.reason : 'another error'
      Object.assign(outcome, { error, word })
    },
  )
  return outcome
}
