import { describe, expect, it } from 'vitest'
import { ref, watch } from 'vue'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'
import { setUp } from './support/set-up.ts'

describe('a direct read inside a handler is never stale', () => {
  it.each(['close', 'reconnect', 'configure'] as const)('after %s()', async (action) => {
    const { pinia, store, server, open } = setUp()
    const seen: unknown[] = []
    onSocketMessage(
      () => {
        seen.push(store.isOpen)
        if (action === 'configure') store.configure({ url: null })
        else store[action]()
        seen.push(store.isOpen, store.status === 'open')
      },
      { pinia },
    )
    await open()

    server.send({ n: 1 })

    expect(seen).toEqual([true, false, false])
  })

  it('after connect()', async () => {
    const { pinia, store, open, server } = setUp({ socket: { reconnect: false } })
    const seen: unknown[] = []
    onSocketEvent(
      'close',
      () => {
        seen.push(store.error?.code)
        store.connect()
        seen.push(store.error, store.status)
      },
      { pinia },
    )
    await open()

    server.drop()

    expect(seen.slice(-2)).toEqual([null, 'connecting'])
  })
})

it('connect() while idle without a url clears the error for its readers', () => {
  const { store } = setUp({ socket: { url: null } })
  store.send(Symbol('nothing can encode this'))
  expect(store.error?.code).toBe('HEARTBEAT_SOCKET_R0003')
  const shown: unknown[] = []
  watch(
    () => store.error,
    (error) => shown.push(error),
    { flush: 'sync' },
  )

  store.connect()

  expect(shown).toEqual([null])
})

describe('close() as a handler closes without a code', () => {
  it.each<[string, unknown[]]>([
    ['of an event', [new Event('click')]],
    ['of a watcher', [true, false, () => {}]],
    ['of a watcher of objects', [{ id: 1 }, null, () => {}]],
    ['of a watcher of text', ['out', 'in', () => {}]],
    ['of a watcher of what is gone', [undefined, { id: 1 }, () => {}]],
    ['of a watcher, at once', [null, undefined, () => {}]],
  ])('%s', async (_, given) => {
    const { store, open } = setUp()
    await open()

    store.close(...(given as [unknown]))

    expect(store.status).toBe('closed')
    expect(store.lastClose).toMatchObject({ code: 1005, reason: '', cause: 'client' })
  })

  it('and does so when it is one', async () => {
    const { store, open } = setUp()
    await open()
    const isLoggedOut = ref(false)
    watch(isLoggedOut, store.close, { flush: 'sync' })

    isLoggedOut.value = true

    expect(store.status).toBe('closed')
  })

  it('but with what it is given by its caller', async () => {
    const { store, open } = setUp()
    await open()

    store.close(undefined, 'bye')

    expect(store.lastClose).toMatchObject({ code: 1000, reason: 'bye' })
  })
})
