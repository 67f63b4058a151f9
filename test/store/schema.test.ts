import { setActivePinia } from 'pinia'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { nextTick, watch } from 'vue'
import { onSocketEvent, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import * as z from 'zod'
import { takeErrors } from '../support/console.ts'
import { setUp, type Kit, type KitOptions } from './support/set-up.ts'

const schema = z.object({ price: z.number(), at: z.string().transform(Number) })

async function openWith(socket: KitOptions['socket'] = { schema }): Promise<Kit> {
  const kit = setUp({ socket })
  await kit.open()
  setActivePinia(kit.pinia)
  return kit
}

describe('a message that does not fit the schema', () => {
  it('stands in the log as invalid, with what came', async () => {
    const { store, server, timers } = await openWith()

    server.send({ price: 'dear' })

    expect(store.log).toEqual([
      {
        id: 1,
        at: timers.now(),
        direction: 'received',
        kind: 'invalid',
        size: 16,
        data: '{"price":"dear"}',
      },
    ])
  })

  it('reaches no handler, but those of errors', async () => {
    const { server } = await openWith()
    const onMessage = vi.fn()
    const onError = vi.fn()
    onSocketMessage(onMessage)
    onSocketEvent('message', onMessage)
    onSocketEvent('error', onError)

    server.send({ price: 'dear' })

    expect(onMessage).not.toHaveBeenCalled()
    expect(onError.mock.calls).toMatchObject([
      [{ code: 'HEARTBEAT_SOCKET_R0012' }, '{"price":"dear"}'],
    ])
  })

  it('counts as received and is the error, not the last message', async () => {
    const { store, server, timers } = await openWith()
    server.send({ price: 3, at: '7' })
    await timers.frame()
    const errors: unknown[] = []
    watch(
      () => store.error?.code,
      (code) => errors.push(code),
    )

    server.send({ price: 'dear' })
    await timers.frame()
    await nextTick()

    expect(store.received).toBe(2)
    expect(store.lastMessage).toEqual({ price: 3, at: 7 })
    expect(errors).toEqual(['HEARTBEAT_SOCKET_R0012'])
    expect(store.status).toBe('open')
  })

  it('makes no more of the log than a flood may', async () => {
    const { store, server } = await openWith({ schema, log: { size: 3 } })

    for (let n = 0; n < 1_000; n++) server.send({ price: 'dear', n })

    // The console is watched by `support/console.ts`.
    expect(store.log.map(({ id }) => id)).toEqual([998, 999, 1_000])
    expect(store.received).toBe(1_000)
  })
})

describe('a message that fits the schema', () => {
  it('is everywhere what the schema makes of it', async () => {
    const { store, server } = await openWith()
    const onMessage = vi.fn()
    onSocketMessage(onMessage)

    server.send({ price: 3, at: '7', more: true })

    const made = { price: 3, at: 7 }
    expect(store.lastMessage).toEqual(made)
    expect(store.log).toMatchObject([{ kind: 'message', size: 32, data: made }])
    expect(onMessage.mock.calls).toEqual([[made, store.log[0]]])
    expect(onMessage.mock.calls[0]![0]).toBe(store.lastMessage)
  })
})

describe('a schema', () => {
  it('can be changed for the messages that come then', async () => {
    const { store, server } = await openWith()

    store.configure({ schema: v.string() })
    server.send({ price: 3, at: '7' })
    server.send('"text"')

    expect(store.log.map(({ kind }) => kind)).toEqual(['invalid', 'message'])
    expect(server.connections).toHaveLength(1)
  })

  it('may stand among the options for every socket', () => {
    const { pinia, server } = setUp({ socket: { url: null, defaults: { schema } } as object })
    const room = useHeartbeatSocket('room', { pinia, ...server.options })
    server.accept()

    server.send({ price: 'dear' })

    expect(room.log).toMatchObject([{ kind: 'invalid' }])
    room.$dispose()
  })

  it('that is asynchronous is reported when the plugin is installed', () => {
    const { store, server } = setUp({
      socket: {
        schema: v.pipeAsync(
          v.string(),
          v.checkAsync(async () => true),
        ),
      },
    })

    expect(takeErrors()).toMatchObject([{ name: 'TypeError', code: 'HEARTBEAT_SOCKET_C0007' }])
    expect(store.status).toBe('failed')
    expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_C0007' })
    expect(server.connections).toHaveLength(0)
  })
})
