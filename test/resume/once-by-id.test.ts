import { describe, expect, it } from 'vitest'
import { onceById } from './objects/once-by-id.ts'
import { connect, POLL } from './support/set-up.ts'
import { startServer } from './support/small-server.ts'

describe('ids beside `outbox.resend`', () => {
  it('have a message handled once that was sent twice', async () => {
    const heard: string[] = []
    const handled: string[] = []
    const handle = onceById(({ id }: { id: string }) => handled.push(id))
    const server = await startServer(({ hears }) =>
      hears((message) => {
        heard.push(message.id)
        handle(message)
      }),
    )
    const { connection, openings } = connect({ url: server.address, outbox: { resend: true } })
    await expect.poll(() => openings, POLL).toHaveLength(1)
    connection.send({ id: 'a' })
    await expect.poll(() => heard, POLL).toEqual(['a'])

    // The server has it, and no ping has been answered since.
    server.hangUp()
    connection.send({ id: 'b' })
    await expect.poll(() => heard, POLL).toContain('b')

    expect(heard.filter((id) => id === 'a')).toHaveLength(2)
    expect(handled).toEqual(['a', 'b'])
  })

  it('are forgotten after 10 000 newer ones', () => {
    const handled: string[] = []
    const handle = onceById(({ id }: { id: string }) => handled.push(id))

    for (let id = 0; id <= 10_000; id++) handle({ id: `${id}` })
    handle({ id: '1' })
    handle({ id: '0' })

    expect(handled).toHaveLength(10_002)
  })
})
