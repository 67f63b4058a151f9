import { expectTypeOf, it } from 'vitest'
import { createRequest } from 'vue-heartbeat-socket'
import type { News, Price } from './sockets.ts'

const request = createRequest({
  socket: 'feed',
  tag: (topic: string, id) => ({ subscribe: `${topic}#${id}` }),
  replyTo(message) {
    expectTypeOf(message).toEqualTypeOf<Price | News>()
    return message.kind
  },
})

it('requests have the messages that are declared for their socket', () => {
  expectTypeOf(request('a')).resolves.toEqualTypeOf<Price | News>()
  expectTypeOf(request<Price>('a')).resolves.toEqualTypeOf<Price>()
  // @ts-expect-error -- nothing that this socket receives
  void request<string>('a')
})

it('questions become what is declared to be sent', () => {
  // @ts-expect-error -- not what this socket sends
  createRequest({ socket: 'feed', tag: (data, id) => ({ data, id }), replyTo: () => 1 })
})
