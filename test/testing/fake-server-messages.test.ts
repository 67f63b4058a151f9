import { describe, expect, it, vi } from 'vitest'
import { setUp, microtasks } from './set-up.ts'

describe('messages', () => {
  it('are what was received, decoded where it is JSON', () => {
    const { connectOpen, server } = setUp()
    const { socket } = connectOpen()
    const bytes = new Uint8Array([1])

    socket.send('{"op":"subscribe"}')
    socket.send('ping')
    socket.send('hello')
    socket.send('3')
    socket.send(bytes)

    expect(server.messages).toEqual([{ op: 'subscribe' }, 'hello', 3, bytes])
  })
})

describe('answer', () => {
  it('answers each message that has these members, nested ones too', async () => {
    const { connectOpen, server } = setUp()
    const { events, socket } = connectOpen()
    server.answer({ op: 'get', of: { kind: 'user' } }, { name: 'Ann' })

    for (const kind of ['user', 'room']) {
      socket.send(JSON.stringify({ op: 'get', of: { kind, id: 1 }, id: 7 }))
    }
    socket.send('{"op":"get","of":null}')
    socket.send('get')
    await microtasks()

    expect(events).toEqual(['message {"name":"Ann"}'])
  })

  it('answers those that a predicate picks, with what a function makes of them', async () => {
    const { connectOpen, server } = setUp()
    const matcher = vi.fn((message: any) => message.id > 1)
    const reply = vi.fn((message: any) => ({ replyTo: message.id }))
    server.answer(matcher, reply)
    const { connection, events, socket } = connectOpen()

    socket.send('{"id":1}')
    socket.send('{"id":2}')
    await microtasks()

    expect(events).toEqual(['message {"replyTo":2}'])
    expect(matcher.mock.calls[0]).toEqual([{ id: 1 }, connection])
    expect(reply.mock.calls).toEqual([[{ id: 2 }, connection]])
  })

  it('answers the one that asked, and no other', async () => {
    const { connectOpen, server } = setUp()
    const [first, second] = [connectOpen(), connectOpen()]
    server.answer((message) => message === 'hello', 'hi')

    second.socket.send('hello')
    await microtasks()

    expect([first.events, second.events]).toEqual([[], ['message hi']])
  })

  it('gives the answer that was added last, until it is removed', async () => {
    const { connectOpen, server } = setUp()
    const { events, socket } = connectOpen()
    server.answer({ op: 'get' }, 'first')
    const remove = server.answer({ op: 'get' }, 'second')

    socket.send('{"op":"get"}')
    remove()
    socket.send('{"op":"get"}')
    await microtasks()

    expect(events).toEqual(['message second', 'message first'])
  })

  it('gives none where the function returns undefined', async () => {
    const { connectOpen, server } = setUp()
    const { events, socket } = connectOpen()
    server.answer({ op: 'get' }, () => undefined)

    socket.send('{"op":"get"}')
    await microtasks()

    expect(events).toEqual([])
  })

  it('takes the latency, and is not given by a silent server', async () => {
    const { connect, server, timers } = setUp({ latency: 50 })
    server.answer({ op: 'get' }, 'got')
    server.accept()
    const { events, socket } = connect()
    await timers.advance(100)

    socket.send('{"op":"get"}')
    await timers.advance(99)
    expect(events).toEqual(['open'])
    await timers.advance(1)
    server.goSilent()
    socket.send('{"op":"get"}')
    await timers.advance(1_000)

    expect(events).toEqual(['open', 'message got'])
  })
})
