import { createPinia } from 'pinia'
import { describe, expectTypeOf, it } from 'vitest'
import type { Ref } from 'vue'
import {
  createRequest,
  RequestError,
  useHeartbeatSocket,
  useRetryCountdown,
  type RequestFailure,
  type SendRequest,
  type SocketError,
} from 'vue-heartbeat-socket'

interface User {
  name: string
}

describe('createRequest', () => {
  it('takes and gives anything where nothing is declared', () => {
    const request = createRequest({
      tag: (data, id) => {
        expectTypeOf(data).toBeAny()
        expectTypeOf(id).toBeNumber()
        return { ...data, id }
      },
      replyTo: (message) => message.replyTo,
      errorOf: (message) => message.error,
    })

    expectTypeOf(request).toEqualTypeOf<SendRequest>()
    expectTypeOf(request({ get: 'user' })).resolves.toBeAny()
  })

  it('takes what `tag` takes', () => {
    const request = createRequest({
      tag: (get: string, id) => ({ get, id }),
      replyTo: (message) => message.replyTo,
    })

    void request('user')
    // @ts-expect-error -- no text
    void request(3)
  })

  it('needs to know how questions and answers belong together', () => {
    // @ts-expect-error -- no replyTo
    createRequest({ tag: (data) => data })
    // @ts-expect-error -- no tag
    createRequest({ replyTo: () => 1 })
  })
})

describe('a request', () => {
  const request = createRequest({ tag: (data, id) => ({ ...data, id }), replyTo: () => 1 })

  it('gives what its type parameter says', () => {
    expectTypeOf(request<User>({ get: 'user' })).resolves.toEqualTypeOf<User>()
  })

  it('takes options', () => {
    const { signal } = new AbortController()
    void request({}, { timeout: 1_000, signal, queue: false, pinia: createPinia() })
    void request({}, { timeout: undefined, signal: undefined, queue: undefined, pinia: undefined })
    // @ts-expect-error -- no number
    void request({}, { timeout: '1s' })
  })

  it('fails with errors that have a reason', () => {
    expectTypeOf<RequestError>().toExtend<SocketError>()
    expectTypeOf<RequestError['reason']>().toEqualTypeOf<RequestFailure>()
    expectTypeOf<RequestError['data']>().toBeUnknown()
  })
})

describe('useRetryCountdown', () => {
  it('gives a ref, of a socket by its name or its store', () => {
    expectTypeOf(useRetryCountdown()).toEqualTypeOf<Readonly<Ref<number | null>>>()
    useRetryCountdown({ socket: 'chat', pinia: createPinia() })
    useRetryCountdown({ socket: useHeartbeatSocket('chat') })
    // @ts-expect-error -- only the connection writes it
    useRetryCountdown().value = 3
  })
})
