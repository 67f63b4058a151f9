import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen } from './support/set-up.ts'

describe('sending what can not be sent', () => {
  const circular: { self?: unknown } = {}
  circular.self = circular

  it.each([
    ['a circular object', circular],
    ['a symbol', Symbol('x')],
    ['undefined', undefined],
    ['a function', () => {}],
    ['a bigint', 1n],
    [
      'an object whose toJSON throws',
      {
        toJSON() {
          throw new Error('no')
        },
      },
    ],
  ])('%s is dropped and reported, whether open or not', (_, data) => {
    const { connection, server, recorder } = setUp()

    const results = [connection.send(data)]
    server.accept()
    results.push(connection.send(data))

    expect(results).toEqual(['dropped', 'dropped'])
    expect(recorder.of('drop')).toEqual([
      { data, reason: 'unsendable' },
      { data, reason: 'unsendable' },
    ])
    expect(recorder.errorCodes).toEqual(['R0003', 'R0003'])
    expect(server.received).toEqual([])
  })

  it('leaves the link alone', () => {
    const { connection, server } = setUpOpen()

    connection.send(circular)
    connection.send('next')

    expect(connection.isOpen).toBe(true)
    expect(server.received).toEqual(['next'])
  })

  it('does not throw when the native send() does', () => {
    const { connection, link, recorder } = setUpOpen()
    link.socket.send = () => {
      throw new Error('no')
    }

    const result = connection.send('hello')

    expect(result).toBe('dropped')
    expect(recorder.of('drop')).toEqual([{ data: 'hello', reason: 'unsendable' }])
    expect(recorder.errorCodes).toEqual(['R0003'])
  })
})

describe('messages of 16 MiB and more', () => {
  const large = 'x'.repeat(16 * 1_048_576 + 1)

  it('are sent when open', () => {
    const { connection, server } = setUpOpen()

    expect(connection.send(large)).toBe('sent')
    expect(server.received[0] === large).toBe(true)
  })

  it('are dropped when not, and displace nothing', () => {
    const { connection, recorder } = setUp()
    connection.send('small')

    expect(connection.send(large)).toBe('dropped')
    expect(connection.queued).toBe(1)
    expect(recorder.of('drop').map((drop) => drop!.reason)).toEqual(['too-large'])
  })

  it('are received', () => {
    const { server, connection } = setUpOpen({ codec: 'text' })

    server.send(large)

    expect(connection.lastMessage === large).toBe(true)
  })
})

describe('a flood while the page is hidden', () => {
  it('is delivered in order, sets no timers and loses nothing', async () => {
    const { server, page, timers, recorder, connection } = setUpOpen()
    page.hide()
    timers.throttle(60_000)
    const before = timers.pending

    for (let index = 0; index < 20_000; index++) server.send(index)

    expect(recorder.of('message')).toEqual(Array.from({ length: 20_000 }, (_, index) => index))
    expect(timers.pending).toBe(before)
    expect(connection.received).toBe(20_000)
  })
})
