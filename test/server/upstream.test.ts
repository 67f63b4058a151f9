import { expect, it, vi } from 'vitest'
import { Refused } from 'vue-heartbeat-socket/server'
import type { ServerSchema } from '../../src/server/schema.ts'
import { setUp } from './support/set-up.ts'

const never = (): Promise<never> => new Promise(() => {})

it('handles one message of a session at a time, in order', async () => {
  const { live, open, settle } = await setUp()
  const log: string[] = []
  const releases: (() => void)[] = []
  live.on('message', async (message) => {
    log.push(`begin ${message}`)
    await new Promise<void>((resolve) => releases.push(resolve))
    log.push(`end ${message}`)
  })
  const { link } = await open()

  for (const number of [1, 2, 3]) link.say(`${number} ${number}`)
  await settle()
  releases.shift()!()
  await settle()

  expect(log).toEqual(['begin 1', 'end 1', 'begin 2'])
})

it('acknowledges every 32 messages, and what is left after 100 ms', async () => {
  const { open, timers } = await setUp()
  const { link } = await open()

  for (let number = 1; number <= 70; number++) link.say(`${number} 0`)
  await timers.advance(0)
  const atOnce = link.take()
  await timers.advance(99)
  const before = link.take()
  await timers.advance(1)

  expect(atOnce).toEqual([{ ack: 32 }, { ack: 64 }])
  expect(before).toEqual([])
  expect(link.take()).toEqual([{ ack: 70 }])
})

it('runs a handler that throws again after 0.1, 1 and 5 s, and then refuses the message', async () => {
  const { live, open, timers, errors } = await setUp()
  const times: number[] = []
  const start = timers.now()
  live.on('message', (_message, { publish }) => {
    times.push(timers.now() - start)
    publish('news', 'never')
    throw new Error('no database')
  })
  const { link, at } = await open()

  link.say('1 {}')
  link.say('2 {}')
  await timers.advance(6_100)
  link.cut()
  const again = await open({ opening: 2, at })

  expect(times.slice(0, 4)).toEqual([0, 100, 1_100, 6_100])
  expect(errors.slice(0, 4).map(({ code }) => code)).toEqual(
    Array(4).fill('HEARTBEAT_SOCKET_S0001'),
  )
  expect(again.welcome).toMatchObject({ in: 1, refused: [1] })
  expect(again.missed).toEqual([])
})

it('reports to the client which of the acknowledged messages were refused', async () => {
  const { live, open, timers } = await setUp()
  live.on('message', (message) => {
    if (message === 'bad') throw new Refused('no')
  })
  const { link } = await open()

  link.say('1 "good"')
  link.say('2 "bad"')
  link.say('3 "good"')
  await timers.advance(100)
  link.say('4 "good"')
  await timers.advance(100)

  expect(link.take()).toEqual([{ ack: 3, refused: [2] }, { ack: 4 }])
})

it('runs a handler once when it throws Refused, and discards what it published', async () => {
  const { live, open, timers, errors } = await setUp()
  const handler = vi.fn((_message: unknown, { publish }: any) => {
    publish('news', 'never')
    throw new Refused('not yours')
  })
  live.on('message', handler)
  const { link } = await open()

  link.say('1 {}')
  await timers.advance(10_000)

  expect(handler).toHaveBeenCalledTimes(1)
  expect(link.take()).toEqual([{ ack: 1, refused: [1] }])
  expect(errors).toEqual([])
})

it('aborts a handler after its time, ignores what it publishes late, and runs it again', async () => {
  const { live, open, timers, errors } = await setUp({ handlerTimeout: 1_000 })
  const late: (() => void)[] = []
  const aborted: boolean[] = []
  live.on('message', async (_message, { publish, signal, session }) => {
    if (aborted.length > 0) return publish('news', 'second')
    signal.addEventListener('abort', () => aborted.push(signal.aborted))
    late.push(
      () => publish('news', 'late'),
      () => void session.join('late'),
    )
    await never()
  })
  const { link } = await open()

  link.say('1 {}')
  await timers.advance(1_000)
  late.forEach((fn) => fn())
  await timers.advance(200)

  expect(aborted).toEqual([true])
  expect(errors.map(({ code }) => code)).toEqual(['HEARTBEAT_SOCKET_S0002'])
  expect(link.take()).toEqual([[1, 'second'], { ack: 1 }])
})

it('has the same id for each attempt, and none for number 0', async () => {
  const { live, open, timers } = await setUp()
  const ids: unknown[] = []
  live.on('message', (_message, { id }) => {
    ids.push(id)
    if (ids.length === 1) throw new Error('once')
  })
  const { link } = await open()

  link.say('7 {}')
  await timers.advance(100)
  link.say('0 {}')
  await timers.advance(0)

  expect(ids).toEqual([`u1/${'a'.repeat(22)}/7`, `u1/${'a'.repeat(22)}/7`, null])
})

it('commits what the handler of a number-0 message does, without an acknowledgement', async () => {
  const { live, open, timers } = await setUp()
  live.on('message', (message, { publish, session }) => {
    void session.join('room')
    publish('room', message)
  })
  const { link } = await open()

  link.say('0 "hi"')
  await timers.advance(1_000)

  expect(link.take()).toEqual([[1, 'hi']])
})

it('does not run the handler of a number-0 message again', async () => {
  const { live, open, timers } = await setUp()
  const handler = vi.fn(() => {
    throw new Error('once')
  })
  live.on('message', handler)
  const { link } = await open()

  link.say('0 {}')
  await timers.advance(10_000)

  expect(handler).toHaveBeenCalledTimes(1)
  expect(link.closed).toBeNull()
})

it('keeps the 256 newest number-0 messages that wait, and goes on', async () => {
  const { live, open, settle } = await setUp()
  const seen: unknown[] = []
  let release = (): void => {}
  live.on('message', async (message) => {
    seen.push(message)
    if (message === 'first') await new Promise<void>((resolve) => (release = resolve))
  })
  const { link } = await open()
  link.say('0 "first"')
  await settle()

  for (let at = 0; at < 300; at++) link.say(`0 ${at}`)
  release()
  await settle()

  expect(seen).toEqual(['first', ...Array.from({ length: 256 }, (_, at) => at + 44)])
})

it('closes a client that sends more numbered messages than may be in flight', async () => {
  const { live, open, settle } = await setUp()
  live.on('message', never)
  const { link } = await open()
  link.say('1 {}')
  await settle()

  for (let number = 2; number <= 257; number++) link.say(`${number} {}`)
  const atLimit = link.closed
  link.say('258 {}')

  expect(atLimit).toBeNull()
  expect(link.closed).toMatchObject({ code: 4400 })
})

it('closes a client whose waiting messages are larger than one may be', async () => {
  const { live, open, settle } = await setUp({ max: 1_000 })
  live.on('message', never)
  const { link } = await open()
  link.say('1 {}')
  await settle()

  link.say(`2 "${'x'.repeat(598)}"`)
  link.say(`3 "${'x'.repeat(398)}"`)
  const atLimit = link.closed
  link.say('4 {}')

  expect(atLimit).toBeNull()
  expect(link.closed).toMatchObject({ code: 4400 })
})

it.each([
  ['text', (size: number) => `1 "${'x'.repeat(size - 2)}"`],
  ['text of several bytes a character', (size: number) => `1 "${'ü'.repeat((size - 2) / 2)}"`],
  ['binary data', (size: number) => new Uint8Array(8 + size).fill(1, 7, 8)],
])('closes a client whose message is too large: %s', async (_kind, frameOf) => {
  const { open, settle } = await setUp({ max: 1_000 })
  const { link } = await open()

  link.say(frameOf(1_000))
  await settle()
  const atLimit = link.closed
  link.say(frameOf(1_002))

  expect(atLimit).toBeNull()
  expect(link.closed).toMatchObject({ code: 1009 })
})

it('refuses what is no JSON, and goes on', async () => {
  const { live, open, timers } = await setUp()
  const handler = vi.fn()
  live.on('message', handler)
  const { link } = await open()

  link.say('1 {"open')
  link.say('2 {}')
  await timers.advance(100)

  expect(handler).toHaveBeenCalledTimes(1)
  expect(link.take()).toEqual([{ ack: 2, refused: [1] }])
})

it('refuses what does not fit the schema; handlers get its output', async () => {
  const schema: ServerSchema<number> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async (value) =>
        typeof value === 'number' ? { value: value * 2 } : { issues: [{ message: 'no number' }] },
    },
  }
  const { live, open, timers } = await setUp({ schema })
  const seen: unknown[] = []
  live.on('message', (message) => void seen.push(message))
  const { link } = await open()

  link.say('1 "text"')
  link.say('2 21')
  await timers.advance(100)

  expect(seen).toEqual([42])
  expect(link.take()).toEqual([{ ack: 2, refused: [1] }])
})

it('decodes and encodes with the codec', async () => {
  const { live, open, timers } = await setUp({ codec: 'text' })
  live.on('message', (message, { reply }) => reply(`${message}!`))
  const { link } = await open()

  link.say('1 {not json')
  await timers.advance(0)

  expect(link.frames).toEqual(['1 {not json!'])
})

it('does not handle again what a handler was doing when the link was cut', async () => {
  const { live, open, settle, timers } = await setUp()
  let release = (): void => {}
  const handler = vi.fn(async (_message: unknown, { publish }: any) => {
    await new Promise<void>((resolve) => (release = resolve))
    publish('news', 'done')
  })
  live.on('message', handler)
  const { link, at } = await open()
  link.say('1 {}')
  await settle()
  link.cut()

  const again = await open({ opening: 2, at })
  again.link.say('1 {}')
  release()
  await timers.advance(100)

  expect(again.welcome.in).toBe(0)
  expect(handler).toHaveBeenCalledTimes(1)
  expect(again.link.take()).toEqual([[1, 'done'], { ack: 1 }])
})

it('discards what waits when the link is cut: the client sends it again', async () => {
  const { live, open, settle } = await setUp()
  const releases: (() => void)[] = []
  const handler = vi.fn(() => new Promise<void>((resolve) => releases.push(resolve)))
  live.on('message', handler)
  const { link } = await open()
  link.say('1 {}')
  link.say('2 {}')
  await settle()

  link.cut()
  releases.shift()!()
  await settle()

  expect(handler).toHaveBeenCalledTimes(1)
})

it('gives up the attempts of a link that has ended', async () => {
  const { live, open, timers } = await setUp()
  const handler = vi.fn(() => {
    throw new Error('no database')
  })
  live.on('message', handler)
  const { link, at } = await open()
  link.say('1 {}')
  await timers.advance(50)

  link.cut()
  await timers.advance(10_000)
  const again = await open({ opening: 2, at })

  expect(handler).toHaveBeenCalledTimes(1)
  expect(again.welcome.in).toBe(0)
})
