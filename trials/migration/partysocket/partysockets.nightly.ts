import { expect, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { takeWarnings } from '../../../test/support/console.ts'
import { createPeer, type Peer } from '../support/peer.ts'
import { here, open } from '../support/sockets.ts'
import { settle, tryTable } from '../support/try-table.ts'
import { PartySocket } from './load.ts'

type Given = Partial<ConstructorParameters<typeof PartySocket>[0]>

/** Their socket, connecting. */
function party(given: Given = {}): { socket: InstanceType<typeof PartySocket>; peer: Peer } {
  const peer = createPeer()
  const { WebSocket } = peer
  const usual = { host: 'example.com', room: 'lobby', id: 'me', WebSocket }
  return { socket: new PartySocket({ ...usual, ...given }), peer }
}

/** The url that they connect to. */
async function urlThere(given: Given): Promise<string> {
  const { peer } = party(given)
  await settle()
  return peer.link.url
}

/** The url that ours connects to when it is given this one. */
function urlHere(url: string): string {
  return here({}, url).peer.link.url
}

tryTable('partysocket', 'PartySocket', {
  async 'host, protocol'() {
    const urls = ['wss://example.com', 'ws://localhost:1999', 'ws://10.0.0.1', 'ws://example.com']
    const given: Given[] = [
      { host: 'https://example.com/' },
      { host: 'localhost:1999' },
      { host: '10.0.0.1' },
      { protocol: 'ws' },
    ]
    for (const [index, one] of given.entries()) {
      const url = `${urls[index]}/parties/main/lobby?_pk=me`
      expect(await urlThere(one)).toBe(url)
      expect(urlHere(url)).toBe(url)
    }
  },

  async 'party, room, prefix, basePath, path'() {
    const given: [Given, string][] = [
      [{ party: 'chat' }, 'parties/chat/lobby'],
      [{ prefix: 'agents', path: 'a/b' }, 'agents/main/lobby/a/b'],
      [{ basePath: 'my/base' }, 'my/base'],
    ]
    for (const [one, path] of given) {
      const url = `wss://example.com/${path}?_pk=me`
      expect(await urlThere(one)).toBe(url)
      expect(urlHere(url)).toBe(url)
    }
  },

  async id() {
    const { socket, peer } = party({ id: undefined as never })
    await settle()
    expect(new URL(peer.link.url).searchParams.get('_pk')).toBe(socket.id)
    expect(socket.id).toMatch(/^[\w-]{36}$/)

    const { connections } = here().peer
    expect(connections[0]!.url).not.toContain('_pk')
  },

  async query() {
    const given = { token: 't', no: null }
    const url = 'wss://example.com/parties/main/lobby?_pk=me&token=t'
    expect(await urlThere({ query: given })).toBe(url)
    expect(await urlThere({ query: async () => given })).toBe(url)

    const ours = here({}, async () => url)
    await settle()
    expect(ours.peer.link.url).toBe(url)
  },

  async disableNameValidation() {
    await urlThere({ room: 'a/b' })
    expect(takeWarnings()).toHaveLength(1)
    await urlThere({ room: 'a/b', disableNameValidation: true })
    urlHere('wss://example.com/parties/main/a/b')
  },

  async 'updateProperties()'() {
    const old = party()
    let room = 'lobby'
    const ours = here({}, () => `wss://example.com/parties/main/${room}?_pk=me`)
    await open(ours)
    old.peer.accept()
    await settle()

    old.socket.updateProperties({ room: 'attic' })
    room = 'attic'
    await settle()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 1])
    old.socket.reconnect()
    ours.socket.refresh()
    await settle()
    for (const { peer } of [old, ours]) {
      expect(peer.link.url).toBe('wss://example.com/parties/main/attic?_pk=me')
    }

    const withPath = party({ path: 'a' })
    expect(() => withPath.socket.updateProperties({ room: 'attic' })).toThrow('path must not start')
  },

  async 'reconnect()'() {
    const { socket } = party({ room: undefined as never, startClosed: true })
    expect(() => socket.reconnect()).toThrow('The room (or basePath) must be set')
    expect(() => party({ room: undefined as never })).toThrow('room or basePath')

    const given: { room?: string } = {}
    const ours = here({}, () => given.room && `wss://example.com/parties/main/${given.room}`)
    await settle()
    expect(ours.peer.attempts).toBe(0)
    given.room = 'lobby'
    ours.socket.open()
    expect(ours.peer.attempts).toBe(1)
  },

  'roomUrl, name, room, host, path, basePath, partySocketOptions'() {
    const { socket } = party({ path: 'a' })
    const { roomUrl, name, room, host, path, basePath, partySocketOptions } = socket
    expect([roomUrl, name, room, host, path, basePath, partySocketOptions.id]).toEqual(
      [
        'wss://example.com/parties/main/lobby/a',
        'main',
        'lobby',
        'example.com',
        '/a',
        undefined,
      ].concat('me'),
    )
    for (const member of ['roomUrl', 'name', 'room', 'host', 'path', 'basePath']) {
      expect(member in here().socket).toBe(false)
    }
  },

  async 'PartySocket.fetch()'() {
    const fetch = vi.fn()
    await PartySocket.fetch({ host: 'example.com', room: 'lobby', fetch })
    expect(fetch.mock.calls[0]![0]).toBe('https://example.com/parties/main/lobby?')
    expect('fetch' in ReconnectingWebSocket).toBe(false)
  },
})
