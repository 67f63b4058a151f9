import { describe, expect, it } from 'vitest'
import { gateway } from './objects/gateway.ts'
import { connect, FIRST, NOT_RECOVERED, POLL, RECOVERED, type Kit } from './support/set-up.ts'
import { startServer, type Peer } from './support/small-server.ts'

interface Session {
  readonly id: string
  readonly events: { op: 0; t: string; s: number; d: object }[]
  peer: Peer
}

/** Keeps the events of each session, and replays them before it says RESUMED. */
async function startGateway() {
  const sessions = new Map<string, Session>()
  let identified = 0

  function dispatch({ events, peer }: Session, t: string, d: object): void {
    events.push({ op: 0, t, s: events.length + 1, d })
    peer.say(events.at(-1)!)
  }

  function identify(peer: Peer): void {
    const session: Session = { id: `session ${++identified}`, events: [], peer }
    sessions.set(session.id, session)
    dispatch(session, 'READY', { session_id: session.id })
  }

  function resume(peer: Peer, { session_id, seq }: { session_id: string; seq: number }): void {
    const session = sessions.get(session_id)
    if (!session) return peer.say({ op: 9, d: false })
    session.peer = peer
    for (const event of session.events.slice(seq)) peer.say(event)
    dispatch(session, 'RESUMED', {})
  }

  const server = await startServer((peer) => {
    peer.say({ op: 10, d: { heartbeat_interval: 41_250 } })
    peer.hears(({ op, d }) => (op === 2 ? identify(peer) : resume(peer, d)))
  })
  return {
    ...server,
    identified: () => identified,
    publish(text: string) {
      for (const session of sessions.values()) dispatch(session, 'MESSAGE_CREATE', { text })
    },
    forgetSessions: () => sessions.clear(),
  }
}

const texts = ({ messages }: Kit): string[] =>
  messages.filter(({ t }) => t === 'MESSAGE_CREATE').map(({ d }) => d.text)

async function setUp() {
  const server = await startGateway()
  const kit = connect(gateway(server.address, 'token'))
  await expect.poll(() => kit.messages, POLL).toHaveLength(1)
  server.publish('a')
  await expect.poll(() => texts(kit), POLL).toEqual(['a'])
  return { server, kit }
}

describe('a session in the handshake', () => {
  it('goes on where it was: the replay reaches the listeners', async () => {
    const { server, kit } = await setUp()

    server.hangUp()
    server.publish('b')
    server.publish('c')
    await expect.poll(() => texts(kit), POLL).toEqual(['a', 'b', 'c'])
    server.publish('d')

    await expect.poll(() => texts(kit), POLL).toEqual(['a', 'b', 'c', 'd'])
    expect(kit.openings).toEqual([FIRST, RECOVERED])
    expect(server.identified()).toBe(1)
  })

  it('identifies anew, and says so, once the gateway has refused the session', async () => {
    const { server, kit } = await setUp()
    kit.connection.on('message', ({ op }) => {
      if (op === 9) kit.connection.reconnect()
    })

    server.forgetSessions()
    server.hangUp()

    await expect.poll(server.identified, POLL).toBe(2)
    await expect.poll(() => kit.openings, POLL).toEqual([FIRST, RECOVERED, NOT_RECOVERED])
    server.publish('b')
    await expect.poll(() => texts(kit), POLL).toEqual(['a', 'b'])
  })
})
