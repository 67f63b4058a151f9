import { expect, it, vi } from 'vitest'
import { pass, setUpOpen, SHOWN } from './support/set-up.ts'
import type { DevtoolsKit, DevtoolsKitOptions } from './support/set-up.ts'

/** Open, with the one socket in view, and nothing left to be shown. */
async function setUpWatched(options: DevtoolsKitOptions = {}): Promise<DevtoolsKit> {
  const kit = await setUpOpen(options)
  kit.state()
  await pass(1_000)
  return kit
}

const statusIn = ({ devtools, id }: DevtoolsKit) =>
  devtools.states[id]?.state?.find(({ key }) => key === 'status')?.value
const tagsIn = ({ devtools, id }: DevtoolsKit) =>
  devtools.trees[id]?.[0]?.tags?.map(({ label }) => label)

it('shows a change soon', async () => {
  const kit = await setUpWatched()

  kit.server.close(1001)
  await pass(SHOWN)

  expect(statusIn(kit)).toBe('reconnecting')
  expect(tagsIn(kit)![0]).toBe('reconnecting')
})

it('shows a change soon, with devtools that know only the request that all share', async () => {
  const kit = await setUpWatched({ isDirect: false })

  kit.server.close(1001)
  await pass(SHOWN)

  expect(statusIn(kit)).toBe('reconnecting')
})

it.each([true, false])(
  "does not take the place of Pinia's request about the same change, direct or not: %s",
  async (isDirect) => {
    const kit = await setUpWatched({ isDirect })

    kit.server.send(1)
    await pass(150)
    kit.server.close(1001)
    kit.devtools.requestState('pinia')
    await pass(1_000)

    expect('pinia' in kit.devtools.states).toBe(true)
    expect(statusIn(kit)).toBe('reconnecting')
  },
)

it("asks again when the end of a stream gave way to Pinia's request", async () => {
  const kit = await setUpWatched({ isDirect: false })
  for (let times = 0; times < 98; times++) {
    kit.server.send(times)
    await pass(10)
  }
  kit.server.close(1001)
  await pass(30)

  kit.devtools.requestState('pinia')
  await pass(1_000)

  expect(statusIn(kit)).toBe('reconnecting')
})

it('shows in a flood how it goes, each second, while Pinia asks at every frame', async () => {
  const kit = await setUpWatched()
  const tags = new Set<string>()
  const counts = new Set<unknown>()

  for (let frame = 0; frame < 60 * 4; frame++) {
    kit.server.send(frame)
    kit.devtools.requestState('pinia')
    await pass(16)
    tags.add(tagsIn(kit)![1]!)
    counts.add(kit.devtools.states[kit.id]?.state?.find(({ key }) => key === 'received')?.value)
  }

  expect(tags.size).toBeGreaterThanOrEqual(4)
  expect(counts.size).toBeGreaterThanOrEqual(4)
})

it('shows something once a second at most, while messages stream in', async () => {
  const kit = await setUpWatched()
  const before = kit.devtools.calls.callHook!

  for (let times = 0; times < 100; times++) {
    kit.server.send(times)
    await pass(50)
  }

  // 5 s.
  expect(kit.devtools.calls.callHook! - before).toBeLessThanOrEqual(5)
})

it('shows the end of a flood', async () => {
  const kit = await setUpWatched()

  for (let frame = 0; frame < 100; frame++) {
    kit.server.send(frame)
    kit.devtools.requestState('pinia')
    await pass(16)
  }
  await pass(1_000)

  expect(tagsIn(kit)![1]).toBe('▼ 100 ▲ 0')
  expect(kit.devtools.states[kit.id]!.log![0]!.value.data).toBe(99)
})

it('sets one timer, however many messages come', async () => {
  const kit = await setUpWatched()
  const setTimeouts = vi.spyOn(globalThis, 'setTimeout')

  for (let times = 0; times < 1_000; times++) kit.server.send(times)

  expect(setTimeouts).toHaveBeenCalledTimes(1)
})

it('does nothing while nothing happens', async () => {
  const kit = await setUpWatched()
  const before = { ...kit.devtools.calls }

  await pass(60_000)

  expect(kit.devtools.calls).toEqual(before)
  expect(vi.getTimerCount()).toBe(0)
})

it('sends nothing while it is out of view', async () => {
  const kit = await setUpWatched()
  kit.devtools.close()
  const { received } = kit.store

  kit.server.send(1)
  await pass(1_000)

  expect(kit.store.received).toBe(received + 1)
  expect(kit.devtools.calls.callHook).toBe(1)
})

it('shows what a changed setting changes', async () => {
  const kit = await setUpWatched()
  for (const number of [1, 2, 3, 4, 5, 6]) kit.server.send(number)
  await pass(1_000)

  kit.devtools.changeSetting(kit.id, 'logEntries', 5)
  await pass(SHOWN)

  expect(kit.devtools.states[kit.id]!.log).toHaveLength(5)
})
