import { describe, expect, it, vi } from 'vitest'
import type { AttemptContext, SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, microtasks, setUp, setUpOpen, type Kit } from './support/set-up.ts'

const address = 'wss://fake-server.test/'

/** A connection that goes on after the newest `id`, and the addresses that it asked for. */
function setUpResumed(options: Partial<SocketOptions> = {}): Kit & { addresses: string[] } {
  const addresses: string[] = []
  const url = ({ cursor }: AttemptContext) => {
    addresses.push(cursor === null ? address : `${address}?since=${cursor}`)
    return addresses.at(-1)!
  }
  const kit = setUpOpen({ url, cursor: ({ id }) => id, ...options })
  return Object.assign(Object.create(kit) as Kit, { addresses })
}

describe('`cursor`', () => {
  it('gives the next attempt the position after the last message', async () => {
    const { addresses, server, timers } = setUpResumed()
    server.send({ id: 6 })
    server.send({ id: 7 })
    server.drop()

    await timers.advance(FIRST_DELAY)

    expect(addresses).toEqual([address, `${address}?since=7`])
  })

  it('gets the former position, so that several streams fit into one', async () => {
    const cursor = vi.fn(({ stream, id }: any, previous: any) => ({ ...previous, [stream]: id }))
    const kit = setUpResumed({
      cursor,
      url: address,
      protocols: ({ cursor: at }) => Object.keys(at ?? {}),
    })
    kit.server.send({ stream: 'news', id: 1 })
    kit.server.send({ stream: 'prices', id: 5 })
    kit.server.drop()

    await kit.timers.advance(FIRST_DELAY)

    expect(cursor.mock.lastCall?.[1]).toEqual({ news: 1 })
    expect(kit.link.protocols).toEqual(['news', 'prices'])
  })

  it('is given to the handshake, which says whether it was recovered', async () => {
    const { connection, server, timers, recorder } = setUpResumed({
      handshake: async ({ send, receive, cursor }) => {
        send({ resume: cursor })
        return { recovered: (await receive()).resumed }
      },
    })
    server.send({ resumed: false })
    await microtasks()
    server.send({ id: 3 })
    server.drop()
    await timers.advance(FIRST_DELAY)

    server.send({ resumed: true })
    await microtasks()

    expect(server.received.at(-1)).toBe('{"resume":3}')
    expect(recorder.of('open')).toEqual([
      { reconnected: false, recovered: null },
      { reconnected: true, recovered: true },
    ])
    expect(connection.recovered).toBe(true)
  })

  it('leaves `recovered` false where no handshake has answered', async () => {
    const { connection, server, timers } = setUpResumed()
    expect(connection.recovered).toBe(null)
    server.drop()

    await timers.advance(FIRST_DELAY)

    expect(connection.recovered).toBe(false)
  })

  it('follows after all listeners have had the message', () => {
    const order: string[] = []
    const kit = setUpResumed({ cursor: () => order.push('cursor') })
    kit.connection.on('message', () => order.push('first'))
    kit.connection.on('message', () => order.push('second'))

    kit.server.send({ id: 1 })

    expect(order).toEqual(['first', 'second', 'cursor'])
  })

  it('stays where it was for `undefined`, a throw and a promise, which is an error once', async () => {
    let answer: () => unknown = () => 1
    const kit = setUpResumed({ cursor: () => answer() })
    kit.server.send({})
    for (const next of [
      () => undefined,
      () => Promise.resolve(2),
      () => {
        throw new Error('no')
      },
    ]) {
      answer = next
      kit.server.send({})
    }
    kit.server.drop()

    await kit.timers.advance(FIRST_DELAY)

    expect(kit.addresses.at(-1)).toBe(`${address}?since=1`)
    expect(kit.recorder.errorCodes).toEqual(['R0013'])
  })

  it('sees no heartbeat, and nothing that does not decode', () => {
    const cursor = vi.fn()
    const { server } = setUpResumed({ cursor })

    server.send('pong')
    server.send('{')

    expect(cursor).not.toHaveBeenCalled()
  })

  it.each<[string, (kit: Kit) => void]>([
    ['close()', ({ connection }) => (connection.close(), connection.connect())],
    ['another url', ({ connection }) => connection.configure({ url: (context) => seen(context) })],
    [
      'a logout',
      ({ connection }) => {
        connection.configure({ url: null })
        connection.configure({ url: (context) => seen(context) })
      },
    ],
  ])('begins anew after %s', (_, end) => {
    contexts.length = 0
    const kit = setUpResumed({ url: seen })
    kit.server.send({ id: 1 })

    end(kit)

    expect(contexts.at(-1)).toMatchObject({ cursor: null })
  })

  it('begins anew after it was given up', async () => {
    contexts.length = 0
    const kit = setUpResumed({ url: seen, reconnect: false })
    kit.server.send({ id: 1 })
    kit.server.drop()

    kit.connection.connect()

    expect(contexts.at(-1)).toMatchObject({ cursor: null })
  })

  it('does not follow a message whose listener has closed the connection', () => {
    contexts.length = 0
    const kit = setUpResumed({ url: seen })
    kit.connection.on('message', () => {
      kit.connection.close()
      kit.connection.connect()
    })
    kit.server.send({ id: 1 })
    kit.connection.reconnect()

    expect(contexts.at(-1)).toMatchObject({ cursor: null })
  })

  it('stays after reset(), which leaves the link alone', () => {
    contexts.length = 0
    const kit = setUpResumed({ url: seen })
    kit.server.send({ id: 1 })
    kit.connection.reset()

    kit.connection.reconnect()

    expect(contexts.at(-1)).toMatchObject({ cursor: 1 })
  })

  it('is null before the first message', () => {
    contexts.length = 0

    setUp({ url: seen, cursor: ({ id }) => id })

    expect(contexts).toMatchObject([{ cursor: null }])
  })
})

const contexts: AttemptContext[] = []

function seen(context: AttemptContext): string {
  contexts.push(context)
  return address
}
