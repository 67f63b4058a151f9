import { describe, expect, it, vi } from 'vitest'
import { computed, nextTick, reactive, ref } from 'vue'
import type { PluginSocketOptions } from 'vue-heartbeat-socket'
import { takeErrors } from '../support/console.ts'
import { setUp, type Kit } from '../store/support/set-up.ts'

const urlsOf = ({ server }: Kit): string[] => server.connections.map(({ url }) => url)

interface Auth {
  user: string | null
  token: string
}

/** A socket whose url is made of two values. */
function setUpAuth(socket: Partial<PluginSocketOptions> = {}): Kit & { auth: Auth } {
  const auth = reactive<Auth>({ user: 'A', token: '1' })
  const url = computed(() => auth.user && `wss://a.test/?user=${auth.user}&token=${auth.token}`)
  return Object.assign(setUp({ socket: { url, ...socket } }), { auth })
}

const A1 = 'wss://a.test/?user=A&token=1'
const B2 = 'wss://a.test/?user=B&token=2'

describe('changes of a url ref in one task', () => {
  it('make one attempt, with all of them', async () => {
    const kit = setUpAuth()
    kit.server.accept()

    kit.auth.user = 'B'
    kit.auth.token = '2'
    await nextTick()

    expect(urlsOf(kit)).toEqual([A1, B2])
  })

  it('that cancel each other out leave the link alone', async () => {
    const kit = setUpAuth()
    kit.server.accept()

    kit.auth.user = null
    kit.auth.user = 'A'
    await nextTick()

    expect(urlsOf(kit)).toEqual([A1])
    expect(kit.store.status).toBe('open')
  })

  it('make one attempt also from inside a handler', async () => {
    const kit = setUpAuth()
    kit.server.accept()
    const stop = vi.fn(() => {
      kit.auth.user = 'B'
      kit.auth.token = '2'
    })
    kit.store.$subscribe(stop, { flush: 'sync' })

    kit.server.drop()
    await nextTick()

    expect(stop).toHaveBeenCalled()
    expect(urlsOf(kit)).not.toContainEqual(expect.stringMatching(/user=B&token=1|user=A&token=2/))
  })

  it.each(['send', 'connect', 'reconnect', 'configure', 'close'] as const)(
    'are taken up by %s() at once: it never acts on the former link',
    (action) => {
      const kit = setUpAuth()
      kit.server.accept()
      kit.auth.user = 'B'
      kit.auth.token = '2'

      if (action === 'send') kit.store.send('of B')
      else if (action === 'configure') kit.store.configure({ debug: false })
      else kit.store[action]()

      expect(kit.server.connections[0]!.readyState).toBeGreaterThan(1)
      expect(kit.server.received).toEqual([])
      expect(urlsOf(kit)[1]).toBe(B2)
    },
  )

  it('are taken up although Jest has replaced queueMicrotask', async () => {
    vi.stubGlobal('queueMicrotask', () => {})
    const kit = setUpAuth()

    kit.auth.token = '2'
    await nextTick()

    expect(urlsOf(kit)).toHaveLength(2)
  })

  it('are not taken up after the unmount in the same task', async () => {
    const kit = setUpAuth()
    kit.auth.token = '2'

    kit.unmount()
    await nextTick()

    expect(urlsOf(kit)).toEqual([A1])
  })

  it('drop what the former user has queued', async () => {
    const kit = setUpAuth()
    kit.store.send('of A')

    kit.auth.user = 'B'
    await nextTick()
    kit.server.accept()

    expect(kit.server.received).toEqual([])
  })
})

describe('a url ref whose getter throws', () => {
  const setUpThrowing = (token: string | null, options: Partial<PluginSocketOptions> = {}) => {
    const user = ref(token === null ? null : { token })
    const url = computed(() => `wss://a.test/?token=${user.value!.token}`)
    return Object.assign(setUp({ socket: { url, ...options } }), { user })
  }

  it('at install is reported and counts as no url, and the app goes on', async () => {
    const kit = setUpThrowing(null)

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0012' }])
    expect(kit.store.status).toBe('idle')
    expect(kit.store.error).toMatchObject({ cause: expect.any(TypeError) })
    expect(kit.store.send('nothing of it stays')).toBe('dropped')

    kit.user.value = { token: '1' }
    await nextTick()

    expect(urlsOf(kit)).toEqual(['wss://a.test/?token=1'])
    expect([kit.store.status, kit.store.error]).toEqual(['connecting', null])
  })

  it('later ends the link, in no statement of the user, and heals', async () => {
    const kit = setUpThrowing('1')
    kit.server.accept()

    kit.user.value = null
    await nextTick()

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0012' }])
    expect(kit.store.status).toBe('idle')
    expect(kit.server.connections[0]!.readyState).toBeGreaterThan(1)

    kit.user.value = { token: '1' }
    await nextTick()
    await kit.open()

    expect(kit.store.status).toBe('open')
    expect(kit.store.error).toBe(null)
  })

  it('is reported once as long as it throws', async () => {
    const reason = ref(0)
    const url = computed((): string => {
      throw new Error(`reason ${reason.value}`)
    })
    setUp({ socket: { url } })
    for (let time = 0; time < 3; time++) {
      reason.value++
      await nextTick()
    }

    expect(takeErrors()).toHaveLength(1)
  })

  it('does not connect when it heals after close()', async () => {
    const kit = setUpThrowing('1')
    kit.store.close()
    kit.user.value = null
    await nextTick()
    kit.user.value = { token: '2' }
    await nextTick()

    expect(takeErrors()).toHaveLength(1)
    expect(urlsOf(kit)).toEqual(['wss://a.test/?token=1'])
  })
})

describe('a store that failed by a wrong url', () => {
  it.each(['', 'nonsense:'])('heals by itself when the ref is right: "%s"', async (wrong) => {
    const url = ref(wrong)
    const kit = setUp({ socket: { url } })
    expect(takeErrors()).toHaveLength(1)
    expect(kit.store.status).toBe('failed')

    url.value = 'wss://a.test/'
    await nextTick()
    await kit.open()

    expect([kit.store.status, kit.store.error]).toEqual(['open', null])
  })

  it('waits for connect() without autoConnect', async () => {
    const url = ref('nonsense:')
    const kit = setUp({ socket: { url, autoConnect: false } })
    expect(takeErrors()).toHaveLength(1)

    url.value = 'wss://a.test/'
    await nextTick()
    expect([kit.store.status, kit.store.error]).toEqual(['idle', null])
    kit.store.connect()

    expect(urlsOf(kit)).toEqual(['wss://a.test/'])
  })

  it('shows no error any more when the ref is as it was', async () => {
    const url = ref('wss://a.test/')
    const kit = setUp({ socket: { url } })
    await kit.open()
    url.value = 'nonsense:'
    await nextTick()
    expect(takeErrors()).toHaveLength(1)
    expect(kit.store.error).not.toBe(null)

    url.value = 'wss://a.test/'
    await nextTick()

    expect([kit.store.status, kit.store.error]).toEqual(['open', null])
  })
})

it('a refusal that was final ends with the next value of the ref', async () => {
  const token = ref(1)
  const kit = setUp({ socket: { url: computed(() => `wss://a.test/?token=${token.value}`) } })
  await kit.open()
  kit.server.close(4401)
  expect(kit.store.status).toBe('failed')

  token.value = 2
  await nextTick()

  expect(kit.store.status).toBe('connecting')
})
