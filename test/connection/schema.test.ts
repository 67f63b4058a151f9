import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  Connection,
  type SchemaIssue,
  type SocketOptions,
  type StandardSchema,
} from 'vue-heartbeat-socket/socket'
import * as z from 'zod'
import { microtasks, setUpOpen } from './support/set-up.ts'

const url = 'wss://a.test/'

type Validate = (value: unknown) => any

/** A schema made by hand. */
function schemaOf(validate: Validate): StandardSchema<any> {
  return { '~standard': { version: 1, vendor: 'test', validate } }
}

const isString = schemaOf((value) =>
  typeof value === 'string' ? { value } : { issues: [{ message: 'not text' }] },
)

const misfit = (raw: unknown): object => ({
  name: 'error',
  args: [{ code: 'HEARTBEAT_SOCKET_R0012' }, raw],
})

describe.each([
  ['zod', z.object({ price: z.number(), at: z.string().transform(Number) })],
  [
    'valibot',
    v.object({ price: v.number(), at: v.pipe(v.string(), v.transform(Number), v.number()) }),
  ],
])('a schema of %s', (_, schema) => {
  it('lets pass what fits, as it makes it', () => {
    const { connection, server, recorder } = setUpOpen({ schema })

    server.send({ price: 3, at: '7', more: true })

    expect(recorder.of('message')).toEqual([{ price: 3, at: 7 }])
    expect(connection.lastMessage).toEqual({ price: 3, at: 7 })
    expect(connection.error).toBeNull()
  })

  it('makes an error event of what does not fit, and no message', () => {
    const { connection, server, recorder } = setUpOpen({ schema })
    server.send({ price: 3, at: '7' })
    recorder.clear()

    server.send({ price: 'dear', at: '8' })

    expect(recorder.entries).toMatchObject([misfit('{"price":"dear","at":"8"}')])
    expect(connection.lastMessage).toEqual({ price: 3, at: 7 })
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0012')
    expect(connection.received).toBe(2)
  })

  it('says in the cause where it does not fit', () => {
    const { connection, server } = setUpOpen({ schema })

    server.send({ price: 'dear', at: '8' })

    const issues = connection.error!.cause as SchemaIssue[]
    const [first] = issues[0]!.path!
    expect(issues).toHaveLength(1)
    expect(typeof first === 'object' ? first.key : first).toBe('price')
    expect(issues[0]!.message).toMatch(/number/)
  })

  it('never puts the message into the text of the error', () => {
    const { connection, server } = setUpOpen({ schema })

    server.send({ price: 'secret', token: 'secret' })

    expect(connection.error?.message).not.toContain('secret')
    expect(connection.error?.stack).not.toContain('secret')
  })
})

describe("zod's compiled and its plain objects", () => {
  afterEach(() => {
    z.config({ jitless: false })
  })

  it.each([false, true])('with jitless %s check alike', (jitless) => {
    z.config({ jitless })
    const schema = z.object({ price: z.number() })
    const { server, recorder } = setUpOpen({ schema })

    server.send({ price: 3 })
    server.send({ price: '3' })

    expect(recorder.of('message')).toEqual([{ price: 3 }])
    expect(recorder.errorCodes).toEqual(['R0012'])
  })
})

describe('a schema', () => {
  it('checks what the codec has made of it', () => {
    const codec = { encode: String, decode: (raw: string) => raw.length }
    const { server, recorder } = setUpOpen({ codec, schema: z.number().max(3) })

    server.send('abc')
    server.send('abcd')

    expect(recorder.of('message')).toEqual([3])
    expect(recorder.errorCodes).toEqual(['R0012'])
  })

  it('is not asked about what did not decode', () => {
    const validate = vi.fn<Validate>((value) => ({ value }))
    const { server, recorder } = setUpOpen({ schema: schemaOf(validate) })
    validate.mockClear()

    server.send('{ rubbish')

    expect(recorder.errorCodes).toEqual(['R0004'])
    expect(validate).not.toHaveBeenCalled()
  })

  it('is asked about binary messages too', () => {
    const schema = z.instanceof(ArrayBuffer)
    const { server, recorder } = setUpOpen({ schema, binaryType: 'arraybuffer' })

    server.send(new Uint8Array([1]))
    server.send({ price: 3 })

    expect(recorder.of('message')).toEqual([new Uint8Array([1]).buffer])
    expect(recorder.errorCodes).toEqual(['R0012'])
  })

  it('never sees a heartbeat', async () => {
    const validate = vi.fn<Validate>((value) => ({ value }))
    const { timers, recorder } = setUpOpen({ schema: schemaOf(validate) })
    validate.mockClear()

    await timers.advance(60_000)

    expect(recorder.names('pong').length).toBeGreaterThan(2)
    expect(validate).not.toHaveBeenCalled()
  })

  it('does not see what a handshake receives, but what it leaves', async () => {
    const taken: unknown[] = []
    const { server, recorder } = setUpOpen({
      schema: isString,
      handshake: async ({ receive }) => void taken.push(await receive()),
    })

    server.send({ welcome: true })
    server.send({ news: 1 })
    server.send('"fits"')
    await microtasks()

    expect(taken).toEqual([{ welcome: true }])
    expect(recorder.entries.slice(-2)).toMatchObject([
      misfit('{"news":1}'),
      { name: 'message', args: ['fits', '"fits"'] },
    ])
  })

  it('may be a function', () => {
    const schema = Object.assign(() => {}, isString)
    const { server, recorder } = setUpOpen({ schema })

    server.send('"fits"')

    expect(recorder.of('message')).toEqual(['fits'])
  })

  it('keeps its `this`', () => {
    class Standard {
      readonly version = 1
      readonly vendor = 'test'
      readonly expected = 'fits'
      validate(value: unknown): any {
        return value === this.expected ? { value } : { issues: [] }
      }
    }
    const { server, recorder } = setUpOpen({ schema: { '~standard': new Standard() } })

    server.send('"fits"')
    server.send('"fits not"')

    expect(recorder.of('message')).toEqual(['fits'])
    expect(recorder.errorCodes).toEqual(['R0012'])
  })

  it('can be changed for the messages that come then, on the same link', () => {
    const { connection, server, recorder, linkCount } = setUpOpen({ schema: z.string() as never })

    server.send(1)
    connection.configure({ schema: z.number() })
    server.send(2)
    connection.configure({ schema: undefined })
    server.send('"3"')

    expect(recorder.names('message', 'error', 'close')).toEqual(['error', 'message', 'message'])
    expect(recorder.of('message')).toEqual([2, '3'])
    expect(linkCount).toBe(1)
  })
})

describe('a schema that throws', () => {
  const thrown = new Error('secret')
  const schema = schemaOf((value) => {
    if (value === 'fits') return { value }
    throw thrown
  })

  it('lets the message fail', () => {
    const { connection, server, recorder } = setUpOpen({ schema })

    server.send('"secret"')
    server.send('"fits"')

    expect(recorder.entries).toMatchObject([
      misfit('"secret"'),
      { name: 'message', args: ['fits', '"fits"'] },
    ])
    expect(connection.error?.cause).toBe(thrown)
    expect(connection.error?.message).not.toContain('secret')
  })

  it.each([undefined, null])('does so too when it answers %s', (answer) => {
    const { server, recorder } = setUpOpen({ schema: schemaOf(() => answer) })

    server.send('"x"')

    expect(recorder.names('message')).toEqual([])
    expect(recorder.errorCodes).toEqual(['R0012'])
  })
})

describe('an asynchronous schema', () => {
  const unhandled = vi.fn()

  beforeEach(() => {
    unhandled.mockReset()
    process.on('unhandledRejection', unhandled)
  })

  afterEach(() => {
    process.off('unhandledRejection', unhandled)
  })

  const isText = async (): Promise<boolean> => true
  const always: [string, StandardSchema<any>][] = [
    ['by hand', schemaOf(async (value) => ({ value }))],
    ['that rejects', schemaOf(() => Promise.reject(new Error('no')))],
    // oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
    ['with a thenable', schemaOf(() => ({ then: () => {} }))],
    ['of zod', z.any().refine(isText)],
    ['of valibot', v.pipeAsync(v.string(), v.checkAsync(isText))],
  ]

  it.each(always)('%s is a TypeError that names the option', async (_, schema) => {
    const make = (): unknown => new Connection({ url, schema })

    expect(make).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'HEARTBEAT_SOCKET_C0007' }),
    )
    expect(make).toThrow(/schema/)
    await settled()
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('is found by configure too, which then changes nothing', () => {
    const { connection, server, recorder } = setUpOpen({ schema: isString })

    expect(() => connection.configure({ schema: always[0]![1] })).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0007' }),
    )
    server.send('"fits"')

    expect(recorder.of('message')).toEqual(['fits'])
  })

  // Only a call shows it, and not every value leads to the part that is asynchronous.
  it('that shows only with some messages makes an error event of each', async () => {
    const schema = z.object({ name: z.string().refine(isText) })
    const { connection, server, recorder } = setUpOpen({ schema })

    server.send({ name: 'x' })
    server.send({ name: 'y' })
    await settled()

    expect(recorder.entries).toMatchObject([
      { name: 'error', args: [{ code: 'HEARTBEAT_SOCKET_C0007' }, '{"name":"x"}'] },
      { name: 'error', args: [{ code: 'HEARTBEAT_SOCKET_C0007' }, '{"name":"y"}'] },
    ])
    expect(connection.lastMessage).toBeNull()
  })

  it('that rejects is no unhandled rejection, but has the promise as its cause', async () => {
    const reason = new Error('no')
    const schema = schemaOf((value) => (value === 'late' ? Promise.reject(reason) : { value }))
    const { connection, server, recorder } = setUpOpen({ schema })

    server.send('"late"')
    await settled()

    expect(recorder.errorCodes).toEqual(['C0007'])
    await expect(connection.error?.cause).rejects.toBe(reason)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('a schema that is synchronous', () => {
  it.each<[string, StandardSchema<any>]>([
    ['throws whatever it is asked', schemaOf(never)],
    ['unwraps what may be missing, of zod', z.preprocess((value: any) => value.data, z.any())],
    ['parses, of zod', z.preprocess((value) => JSON.parse(value as string), z.any())],
    ['expects text, of zod', z.preprocess((value: any) => value.trim(), z.string())],
    ['expects an array, of zod', z.preprocess((value: any) => value.map(String), z.any())],
  ])('is taken for no other when it %s', (_, schema) => {
    const options: SocketOptions = { url: null, schema }

    expect(new Connection(options).status).toBe('idle')
  })

  it('is asked once when the options are checked', () => {
    const validate = vi.fn<Validate>((value) => ({ value }))

    const connection = new Connection({ url: null, schema: schemaOf(validate) })

    expect(connection.status).toBe('idle')
    expect(validate.mock.calls).toEqual([[undefined]])
  })
})

function never(): never {
  throw new Error('no')
}

/** Long enough for a rejection to be called unhandled: that is emitted after the microtasks. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
