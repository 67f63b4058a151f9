import { renderToString } from '@vue/server-renderer'
import { afterEach, expect, it, vi } from 'vitest'
import { createSSRApp } from 'vue'
import { liveExample } from '../../docs/.vitepress/components/live-example.ts'
import { showExample } from './support/mount-example.ts'

const lang = vi.hoisted(() => ({ value: 'en' }))

vi.mock('vitepress', () => ({ useData: () => ({ lang }) }))

afterEach(() => void (lang.value = 'en'))

const plug = () => import('../../docs/.vitepress/components/PullThePlug.vue')
const link = () => import('../../docs/.vitepress/components/HalfOpenLink.vue')
const account = () => import('../../docs/.vitepress/components/MessageAccount.vue')
const rooms = () => import('../../docs/.vitepress/components/RoomOfRoute.vue')

it('of three clients whose plug is pulled one notices and comes back', async () => {
  const native = globalThis.WebSocket
  const { texts, press, unmount } = await showExample(plug)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts('.live-badge')).toEqual(['open', 'open', 'open'])

  await press('Pull the plug')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(texts('.live-badge')).toEqual(['reconnecting', 'closed', 'open'])
  expect(texts('[role=status]').join()).toContain('noticed after')

  await press('Plug it in again')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(texts('.live-badge')).toEqual(['open', 'closed', 'open'])
  expect(texts('[role=status]').join()).toContain('open again after')

  unmount()
  expect(globalThis.WebSocket).toBe(native)
})

it('a half-open link is suspected, lost and replaced', async () => {
  const { page, texts, press } = await showExample(link)
  const phases: string[] = []
  await vi.advanceTimersByTimeAsync(4_000)

  await press('Freeze the link')
  for (let ms = 0; ms < 8_000; ms += 100) {
    await vi.advanceTimersByTimeAsync(100)
    const [phase] = texts('[aria-current=step]')
    if (phase !== phases.at(-1)) phases.push(phase!)
  }

  expect(phases).toEqual(['open', 'suspected', 'lost', 'reconnecting', 'open'])
  expect(page.text()).toContain('WebSocket.CLOSING')
})

it('a link that was frozen once can be frozen again, or begun anew', async () => {
  const { page, texts, press } = await showExample(link)
  await vi.advanceTimersByTimeAsync(4_000)
  await press('Freeze the link')
  await vi.advanceTimersByTimeAsync(8_000)

  await press('Start over')
  expect(page.get('button').attributes('disabled')).toBeDefined()
  await vi.advanceTimersByTimeAsync(4_000)

  expect(page.get('button').attributes('disabled')).toBeUndefined()
  expect(texts('[role=status]')).toEqual(['The link works: its first ping was answered.'])
})

it('ten messages are accounted for at each level', async () => {
  const { texts, press } = await showExample(account)
  await vi.advanceTimersByTimeAsync(1_000)
  // The second time begins with new clients.
  for (let round = 0; round < 2; round++) {
    await press('Send 10 messages, break the link')
    await vi.advanceTimersByTimeAsync(6_000)
  }

  expect(texts('.live-level-name')).toEqual(['Without receipts', 'Told', 'Resent', 'Session'])
  const lost = '6 arrived; 4 lost, and not reported'
  expect(texts('.live-summary')).toEqual([
    '8 arrived; 2 lost, and not reported',
    lost,
    '7 arrived; 2 lost, and reported as unconfirmed; 1 arrived, and reported as unconfirmed',
    lost,
    '9 arrived; 1 arrived twice',
    lost,
    '10 arrived',
    '10 arrived',
  ])
})

it('the socket of a room follows the route, and waits a second for those who come back', async () => {
  const { texts, press } = await showExample(rooms)
  await vi.advanceTimersByTimeAsync(2_500)
  expect(texts('.live-room li').at(-1)).toMatch(/in lobby$/)

  await press('/rooms/team')
  await vi.advanceTimersByTimeAsync(500)
  await press('/rooms/lobby')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(texts('.live-connections li')).toEqual(['/rooms/teamclosed', '/rooms/lobbyopen'])

  await press('/rooms/support')
  await vi.advanceTimersByTimeAsync(2_500)
  expect(texts('.live-connections li')[0]).toBe('/rooms/supportopen')
  expect(texts('.live-room li').every((text) => text.endsWith('in support'))).toBe(true)
})

it.each([
  ['拔掉网线', plug],
  ['冻结连接', link],
  ['发送 10 条消息，中途断线', account],
] as const)('speaks Chinese on a Chinese page: %s', async (name, load) => {
  lang.value = 'zh-CN'

  const { texts } = await showExample(load)

  expect(texts('button')).toContain(name)
})

it('is rendered on a server without what runs, and says why', async () => {
  const load = vi.fn(rooms)

  const html = await renderToString(createSSRApp(liveExample(load, [10, 10])))

  expect(html).toContain('<noscript>Here an example runs')
  expect(load).not.toHaveBeenCalled()
})
