import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, h, type Plugin, type Ref } from 'vue'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

/** What a recipe has. */
interface Recipe {
  useOrders(): { data: Ref<readonly { id: number; state: string }[] | undefined> }
  keepOrdersFresh(): void
}

/** The tests of a recipe that keeps a cache of answers fresh by messages. */
export function testOrders({ useOrders, keepOrdersFresh }: Recipe, plugin: Plugin): void {
  async function setUp() {
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    const fetched = vi.fn(async () => Response.json([{ id: 1, state: 'new' }]))
    vi.stubGlobal('fetch', fetched)
    server.accept()
    const Orders = defineComponent({
      setup() {
        keepOrdersFresh()
        const { data } = useOrders()
        return () => h('p', data.value?.map(({ id, state }) => `${id} ${state}`).join(', '))
      },
    })
    const page = mount(Orders, server.mountOptions([plugin]))
    onTestFinished(() => {
      page.unmount()
      vi.unstubAllGlobals()
    })
    return { fetched, page, server, timers }
  }
  type Kit = Awaited<ReturnType<typeof setUp>>

  async function settle({ page, timers }: Kit): Promise<string> {
    await flushPromises()
    await timers.frame()
    await vi.waitFor(() => expect(page.text()).not.toBe(''))
    return page.text()
  }

  it('shows what was fetched, and what messages changed since', async () => {
    const kit = await setUp()
    expect(await settle(kit)).toBe('1 new')

    kit.server.send({ order: { id: 1, state: 'sent' } })
    kit.server.send({ order: { id: 2, state: 'new' } })
    kit.server.send({ news: 'of something else' })

    expect(await settle(kit)).toBe('1 sent, 2 new')
    expect(kit.fetched).toHaveBeenCalledTimes(1)
  })

  it('fetches anew after a loss, and not at the first opening', async () => {
    const kit = await setUp()
    await settle(kit)
    kit.fetched.mockImplementation(async () => Response.json([{ id: 3, state: 'late' }]))

    kit.server.drop()
    await kit.timers.advance(10_000)
    await vi.waitFor(() => expect(kit.page.text()).toBe('3 late'))

    expect(kit.fetched).toHaveBeenCalledTimes(2)
  })

  it('passes over a message that comes before the first fetch is answered', async () => {
    const kit = await setUp()

    kit.server.send({ order: { id: 1, state: 'sent' } })

    expect(await settle(kit)).toBe('1 new')
  })
}
