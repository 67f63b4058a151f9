import { describe, expect, it } from 'vitest'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, microtasks, setUp, setUpOpen } from './support/set-up.ts'

type Url = SocketOptions['url']

const A = 'wss://a.test/?user=a'
const urlA = (): string => A
const urlB = (): string => 'wss://b.test/'

describe('messages belong to the url that they were given under', () => {
  it('one is dropped where the url changes while send() looks at the link', async () => {
    const message = () => {
      connection.configure({ url: 'wss://other.test/' })
      return 'ping'
    }
    const { connection, timers, recorder, server } = setUpOpen({
      codec: 'text',
      heartbeat: { message },
    })
    await timers.sleep(60_000)

    expect(connection.send('words')).toBe('dropped')
    server.accept()

    expect(recorder.of('drop')).toEqual([{ data: 'words', reason: 'other-url' }])
    expect(server.connections.flatMap(({ sent }) => sent)).not.toContain('words')
  })

  it.each<[string, Url, Url]>([
    ['fixed to another fixed one', A, 'wss://b.test/'],
    ['fixed to another query', A, 'wss://a.test/?user=b'],
    ['fixed to a function', A, urlA],
    ['a function to another one', urlA, urlB],
    ['a function to a fixed one', urlA, A],
  ])('%s: what is queued is dropped', (_, url, other) => {
    const { connection, server, recorder } = setUp({ url })
    connection.send('secret')

    connection.configure({ url: other })
    server.accept()

    expect(recorder.of('drop')).toEqual([{ data: 'secret', reason: 'other-url' }])
    expect(server.received).toEqual([])
  })

  it.each<[string, Url, Url]>([
    ['the same function', urlA, urlA],
    ['the same address', A, new URL(A)],
  ])('%s keeps what is queued', (_, url, same) => {
    const { connection, server } = setUp({ url })
    connection.send('a')

    connection.configure({ url: same, protocols: ['v2'] })
    server.accept()

    expect(server.received).toEqual(['a'])
  })
})

describe('a url that becomes none drops what is queued', () => {
  it.each<[string, Url, null | undefined]>([
    ['fixed, to null', A, null],
    ['fixed, to undefined', A, undefined],
    ['a function, to null', urlA, null],
  ])('%s, also when the same url comes back', (_, url, none) => {
    const { connection, server, recorder } = setUp({ url })
    connection.send('secret')

    connection.configure({ url: none })
    connection.configure({ url })
    server.accept()

    expect(recorder.of('drop')).toEqual([{ data: 'secret', reason: 'no-url' }])
    expect(server.received).toEqual([])
  })

  it.each(['waiting', 'suspended'])('while %s, which ends in idle at once', (phase) => {
    const { connection, server, recorder, page } = setUpOpen({ url: A })
    if (phase === 'suspended') page.goOffline()
    server.drop()
    connection.send('secret')

    connection.configure({ url: null })

    expect(connection.status).toBe('idle')
    expect(recorder.of('drop')).toEqual([{ data: 'secret', reason: 'no-url' }])
  })

  it.each<[string, (user: string | null) => Promise<string | null> | string | null]>([
    ['at once', (user) => user],
    ['by a promise', (user) => Promise.resolve(user)],
  ])('as the answer of a function, %s', async (_, answer) => {
    let user: string | null = 'wss://a.test/'
    const { connection, server, recorder, timers } = setUp({ url: () => answer(user) })
    await microtasks()
    server.refuse()
    connection.send('secret')
    user = null
    await timers.advance(FIRST_DELAY)
    expect(connection.status).toBe('idle')
    user = 'wss://a.test/'

    connection.connect()
    await microtasks()
    server.accept()

    expect(recorder.of('drop')).toEqual([{ data: 'secret', reason: 'no-url' }])
    expect(server.received).toEqual([])
  })
})

describe('what is sent while there is no url', () => {
  it.each<[string, Url]>([
    ['null', null],
    ['undefined', undefined],
    ['null by a function', () => null],
  ])('(%s) is dropped: it must not wait for the next login', (_, url) => {
    const { connection, server, recorder } = setUp({ url })

    expect(connection.send('secret')).toBe('dropped')
    connection.configure({ url: A })
    server.accept()

    expect(recorder.of('drop')).toEqual([{ data: 'secret', reason: 'no-url' }])
    expect(server.received).toEqual([])
  })

  it('is queued again while a function is asked anew', async () => {
    let user: string | null = null
    const { connection, server } = setUp({ url: () => Promise.resolve(user) })
    await microtasks()
    user = A

    connection.connect()
    expect(connection.send('a')).toBe('queued')
    await microtasks()
    server.accept()

    expect(server.received).toEqual(['a'])
  })
})
