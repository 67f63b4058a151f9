import { expect, it } from 'vitest'
import { vectors, type Step } from '../protocol/support/vectors.ts'
import type { FakeLink } from './support/fake-link.ts'
import { setUp, type Setup } from './support/set-up.ts'

it.each(vectors.exchanges)('level $level: $name', async ({ log, steps }) => {
  const setup = await setUp({}, log === undefined ? {} : { maxMessages: log })
  const { head } = await setup.store.attach({ user: 'u1', id: 'x' }, 0)
  const run = runner(setup, head[0])

  for (const step of steps) await run(step)

  expect(run.unexpected()).toEqual([])
})

/** Plays a client's side; every frame of the server must be one that the exchange has. */
function runner({ live, connect, timers }: Setup, epoch: string) {
  let link: FakeLink | null = null
  const withEpoch = (text: string): string => text.replaceAll('<epoch>', epoch)

  async function run({ client, server, close, publish, cut, wait }: Step): Promise<void> {
    if (client !== undefined) {
      link ??= connect()
      link.say(withEpoch(client))
    }
    if (publish !== undefined) await live.publish('news', publish)
    if (cut) {
      expect(run.unexpected()).toEqual([])
      link!.cut()
      link = null
    }
    await timers.advance(wait ?? 0)
    if (close !== undefined) expect(link!.closed?.code).toBe(close)
    if (server === undefined) return
    const frame = link!.frames.shift()
    if (typeof server === 'string') expect(frame).toBe(server)
    else
      expect(JSON.parse(String(frame))).toMatchObject(JSON.parse(withEpoch(JSON.stringify(server))))
  }
  run.unexpected = () => link?.frames.filter((frame) => !isPosition(frame)) ?? []
  return run
}

/** A server may say its position whenever it likes. */
const isPosition = (frame: unknown): boolean => /^\{"at":\d+\}$/.test(String(frame))
