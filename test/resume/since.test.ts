import { describe, expect, it } from 'vitest'
import { since } from './objects/since.ts'
import { connect, FIRST, NOT_RECOVERED, POLL, RECOVERED, type Kit } from './support/set-up.ts'
import { startServer } from './support/small-server.ts'

/** Numbers its messages, and keeps the newest ones. */
async function startRows(kept: number) {
  const rows: { id: number }[] = []
  const server = await startServer(({ request, say }) => {
    const from = new URL(request.url!, 'ws://server').searchParams.get('since')
    const missed = rows.filter(({ id }) => id > Number(from))
    const complete = from !== null && missed.length <= kept
    say({ complete })
    if (complete) for (const row of missed) say(row)
  })
  return {
    ...server,
    publish() {
      rows.push({ id: rows.length + 1 })
      server.broadcast(rows.at(-1)!)
    },
  }
}

const ids = ({ messages }: Kit): number[] => messages.map(({ id }) => id)

describe('a number in the address', () => {
  it('brings what was missed, once and in order', async () => {
    const server = await startRows(10)
    const kit = connect(since(server.address))
    await expect.poll(() => kit.openings, POLL).toEqual([FIRST])
    server.publish()
    server.publish()
    await expect.poll(() => ids(kit), POLL).toEqual([1, 2])

    server.hangUp()
    for (let row = 0; row < 3; row++) server.publish()
    await expect.poll(() => kit.openings, POLL).toEqual([FIRST, RECOVERED])
    server.publish()

    await expect.poll(() => ids(kit), POLL).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('says where the server no longer has all of it', async () => {
    const server = await startRows(2)
    const kit = connect(since(server.address))
    await expect.poll(() => kit.openings, POLL).toEqual([FIRST])
    server.publish()
    await expect.poll(() => ids(kit), POLL).toEqual([1])

    server.hangUp()
    for (let row = 0; row < 3; row++) server.publish()

    await expect.poll(() => kit.openings, POLL).toEqual([FIRST, NOT_RECOVERED])
    expect(kit.connection.recovered).toBe(false)
  })
})
