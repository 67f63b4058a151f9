import { expect, it, onTestFinished } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { shareTabs, type TabsOption } from 'vue-heartbeat-socket/tabs'
import type { FakeServer } from 'vue-heartbeat-socket/testing'
import { FakeChannels } from '../tabs/support/fake-channels.ts'
import { FakeLocks } from '../tabs/support/fake-locks.ts'
import { setUpOpen } from './support/set-up.ts'

/** A browser, each of whose tabs has an option of its own. */
function setUpTabs() {
  const locks = new FakeLocks()
  const channels = new FakeChannels((_, deliver) => queueMicrotask(deliver))

  function optionOf(tab: string): TabsOption {
    const createChannel = (name: string) => channels.open(name, tab)
    return shareTabs({ key: 'user', locks: locks.of(tab), createChannel })
  }

  /** Another tab, which has no devtools. */
  async function openOther({ options }: FakeServer): Promise<Connection> {
    const tabs = optionOf('other')
    const group = tabs.groupOf('heartbeat-socket', options)
    const connection = new Connection({ ...options, autoConnect: false }, tabs.join(group))
    onTestFinished(() => connection.dispose())
    connection.connect()
    await settle()
    return connection
  }
  return { optionOf, openOther }
}

/** Lets locks and channels do what they have been asked to. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

const tagsOf = (node: { tags?: { label: string }[] }) => node.tags?.map(({ label }) => label)

it('the tree and the state show how many tabs this one leads', async () => {
  const { optionOf, openOther } = setUpTabs()
  const { node, state, section, server } = await setUpOpen({ socket: { tabs: optionOf('this') } })
  expect(state()).not.toHaveProperty('tabs')
  expect(tagsOf(node())).toEqual(['open', '▼ 0 ▲ 0'])

  await openOther(server)

  expect(tagsOf(node())).toEqual(['open', '▼ 0 ▲ 0', 'leads 1'])
  expect(section('tabs')).toEqual({
    leader: 'this tab',
    followers: 1,
    term: expect.any(Number),
  })
})

it('they show that another tab leads, under the same term', async () => {
  const { optionOf, openOther } = setUpTabs()
  const { node, section, server, store } = await setUpOpen({ socket: { tabs: optionOf('this') } })
  const other = await openOther(server)
  const { term } = section('tabs')
  store.close()
  await settle()
  store.connect()
  await settle()

  expect(tagsOf(node())).toContain('follows')
  expect(section('tabs')).toEqual({
    leader: 'another tab',
    followers: null,
    term: other.sharing!.term,
  })
  expect(other.sharing!.term).not.toBe(term)
})

it('the history says when another tab leads, and when this one does', async () => {
  const { optionOf, openOther } = setUpTabs()
  const { state, server, store } = await setUpOpen({ socket: { tabs: optionOf('this') } })
  const other = await openOther(server)
  store.close()
  await settle()
  store.connect()
  await settle()
  other.close()
  await settle()

  const titles = state().history!.map(({ value }) => value)

  expect(titles.filter((title) => title.includes('this tab')).reverse()).toEqual([
    '👥 this tab follows',
    '👑 this tab leads',
  ])
})

it('of a socket that is not shared they show nothing', async () => {
  const { state, node } = await setUpOpen()

  expect(state()).not.toHaveProperty('tabs')
  expect(tagsOf(node())).toEqual(['open', '▼ 0 ▲ 0'])
})
