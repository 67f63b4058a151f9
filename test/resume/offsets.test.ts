import { describe, expect, it } from 'vitest'
import { offsets } from './objects/offsets.ts'
import { connect, FIRST, POLL, RECOVERED, type Kit } from './support/set-up.ts'
import { startServer } from './support/small-server.ts'

/** Numbers the messages of each stream, and keeps them all. */
async function startStreams() {
  const streams = new Map<string, { stream: string; offset: number }[]>()
  /** What its clients have asked for. */
  const asked: Record<string, number>[] = []
  const server = await startServer(({ say, hears }) =>
    hears(({ subscribe, after }) => {
      asked.push(after)
      say({ complete: true })
      for (const name of subscribe) {
        const missed = streams.get(name)?.slice(after[name] ?? 0) ?? []
        for (const message of missed) say(message)
      }
    }),
  )
  return {
    ...server,
    asked,
    publish(stream: string) {
      const kept = streams.get(stream) ?? []
      kept.push({ stream, offset: kept.length + 1 })
      streams.set(stream, kept)
      server.broadcast(kept.at(-1)!)
    },
  }
}

const heard = ({ messages }: Kit): string[] =>
  messages.map(({ stream, offset }) => `${stream} ${offset}`)

describe('several streams in one cursor', () => {
  it('go on each at its own offset', async () => {
    const server = await startStreams()
    const kit = connect(offsets(server.address, ['news', 'prices']))
    await expect.poll(() => kit.openings, POLL).toEqual([FIRST])
    for (const stream of ['prices', 'prices', 'news']) server.publish(stream)
    await expect.poll(() => heard(kit), POLL).toEqual(['prices 1', 'prices 2', 'news 1'])

    server.hangUp()
    for (const stream of ['news', 'prices']) server.publish(stream)
    await expect.poll(() => heard(kit), POLL).toHaveLength(5)

    expect(heard(kit).slice(3)).toEqual(['news 2', 'prices 3'])
    expect(server.asked).toEqual([{}, { prices: 2, news: 1 }])
    expect(kit.openings).toEqual([FIRST, RECOVERED])
  })
})
