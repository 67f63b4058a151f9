import { describe, expect, it } from 'vitest'
import type { Codec } from 'vue-heartbeat-socket/socket'
import { setUpOpen } from './support/set-up.ts'

const bytes = new Uint8Array([1, 2, 3])

describe('the codec json', () => {
  it.each([
    [{ a: [1] }, '{"a":[1]}'],
    [[1, 'x'], '[1,"x"]'],
    [7, '7'],
    [null, 'null'],
    [false, 'false'],
    ['as it is', 'as it is'],
    ['', ''],
  ])('sends %j as %s', (data, raw) => {
    const { connection, server } = setUpOpen()

    connection.send(data)

    expect(server.received).toEqual([raw])
  })

  it.each([bytes, bytes.buffer, new DataView(bytes.buffer), new Blob(['x'])])(
    'sends binary data as they are: %s',
    (data) => {
      const { connection, server } = setUpOpen()

      connection.send(data)

      expect(server.received).toEqual([data])
    },
  )

  it('parses text', () => {
    const { server, recorder, connection } = setUpOpen()

    server.send('{"a":[1]}')

    expect(recorder.of('message')).toEqual([{ a: [1] }])
    expect(connection.lastMessage).toEqual({ a: [1] })
  })

  it('delivers binary data as they are', () => {
    const { server, recorder } = setUpOpen({ binaryType: 'arraybuffer' })

    server.send(bytes)

    expect(recorder.of('message')).toEqual([bytes.buffer])
  })
})

describe.each(['text', 'raw'] as const)('the codec %s', (codec) => {
  it('never parses', () => {
    const { server, recorder } = setUpOpen({ codec })

    server.send('{"a":1}')

    expect(recorder.of('message')).toEqual(['{"a":1}'])
  })

  it('sends text and binary data', () => {
    const { connection, server } = setUpOpen({ codec })

    connection.send('text')
    connection.send(bytes)

    expect(server.received).toEqual(['text', bytes])
  })

  it.each([{ a: 1 }, 7, null, undefined, true])('sends nothing else: %j', (data) => {
    const { connection, recorder, server } = setUpOpen({ codec })

    expect(connection.send(data)).toBe('dropped')
    expect(recorder.of('drop')).toEqual([{ data, reason: 'unsendable' }])
    expect(server.received).toEqual([])
  })
})

describe('a codec of the user', () => {
  const shout: Codec = {
    encode: (data) => String(data).toUpperCase(),
    decode: (data) => String(data).toLowerCase(),
  }

  it('encodes and decodes', () => {
    const { connection, server, recorder } = setUpOpen({ codec: shout })

    connection.send('hello')
    server.send('WORLD')

    expect(server.received).toEqual(['HELLO'])
    expect(recorder.of('message')).toEqual(['world'])
  })

  it('keeps its `this`', () => {
    class Prefixing implements Codec {
      readonly prefix = '> '
      encode(data: string): string {
        return this.prefix + data
      }
      decode(data: string): string {
        return this.prefix + data
      }
    }
    const { connection, server, recorder } = setUpOpen({ codec: new Prefixing() })

    connection.send('a')
    server.send('b')

    expect(server.received).toEqual(['> a'])
    expect(recorder.of('message')).toEqual(['> b'])
  })

  it('never sees a heartbeat', async () => {
    const seen: unknown[] = []
    const codec: Codec = {
      encode(data) {
        seen.push(data)
        return data
      },
      decode(data) {
        seen.push(data)
        return data
      },
    }
    const { timers } = setUpOpen({ codec })

    await timers.advance(60_000)

    expect(seen).toEqual([])
  })

  it('that fails to encode, or returns rubbish, drops the message', () => {
    const results: unknown[] = []
    const codec: Codec = {
      encode(data) {
        if (data === 'throw') throw new Error('no')
        return { not: 'raw' } as never
      },
      decode: (data) => data,
    }
    const { connection, recorder } = setUpOpen({ codec })

    results.push(connection.send('throw'), connection.send('rubbish'))

    expect(results).toEqual(['dropped', 'dropped'])
    expect(recorder.names()).toEqual(['error', 'drop', 'error', 'drop'])
    expect(recorder.errorCodes).toEqual(['R0003', 'R0003'])
  })
})

describe.each<[string, () => unknown]>([
  ['resolves', () => Promise.resolve('text')],
  ['rejects', () => Promise.reject(new Error('no'))],
  // oxlint-disable-next-line unicorn/no-thenable -- the subject of this test
  ['is a thenable', () => ({ then: () => {} })],
])('a codec whose promise %s', (_, promise) => {
  const codec = { encode: promise, decode: promise } as Codec

  it('sends nothing', () => {
    const { connection, recorder, server } = setUpOpen({ codec })

    expect(connection.send('a')).toBe('dropped')
    expect(recorder.errorCodes).toEqual(['R0003'])
    expect(recorder.of('error')[0]!.cause).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0013' })
    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'unsendable' }])
    expect(server.received).toEqual([])
  })

  it('makes what is received invalid', () => {
    const { connection, recorder, server } = setUpOpen({ codec })

    server.send('a')

    expect(recorder.names('message', 'error')).toEqual(['error'])
    expect(recorder.entries.at(-1)!.args[1]).toBe('a')
    expect(recorder.errorCodes).toEqual(['R0004'])
    expect(connection.error!.cause).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0013' })
  })
})

describe('a message that does not decode', () => {
  it('is an error event with the raw data, and no message', () => {
    const { server, recorder, connection } = setUpOpen()
    server.send({ n: 1 })
    recorder.clear()

    server.send('{ rubbish')

    expect(recorder.entries).toMatchObject([
      { name: 'error', args: [{ code: 'HEARTBEAT_SOCKET_R0004' }, '{ rubbish'] },
    ])
    expect(connection.lastMessage).toEqual({ n: 1 })
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0004')
  })

  it('in a flood does not flood the console', () => {
    const { server, recorder } = setUpOpen()

    for (let index = 0; index < 1_000; index++) server.send('{ rubbish')

    // The console is watched by `support/console.ts`.
    expect(recorder.of('error')).toHaveLength(1_000)
  })
})
