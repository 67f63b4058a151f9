import { createSession, type SessionOption } from 'vue-heartbeat-socket/session'
import { spreadOf } from '../support/statistics.ts'
import { TEXT } from './kinds.ts'
import type { Result } from './results.ts'

type SessionEvents = Parameters<ReturnType<SessionOption['begin']>['receive']>[2]

const MESSAGES = 2_000
const ROUNDS = 440
/** The first ones are compiled on the way. */
const WARM_UP = 40

/** So many strings as they come from a network: flat, and none of them read before. */
function texts(make: (number: number) => string, from: number): string[] {
  return Array.from({ length: MESSAGES }, (_, at) =>
    Buffer.from(make(from + at), 'latin1').toString('latin1'),
  )
}

/** What the client half costs to read a message, beside `JSON.parse()` alone and a JSON envelope. */
export async function reading(): Promise<Result[]> {
  const session = createSession().begin()
  const welcome = { welcome: ['e', 0], recovered: false, in: 0, max: 1_000_000 }
  const opening = await session.shakeHands({
    protocol: 'heartbeat.v1',
    first: 1,
    auth: undefined,
    send() {},
    receive: async () => JSON.stringify(welcome),
  })
  opening.begin()
  let sum = 0
  const raise: SessionEvents = {
    deliver: (message) => void (sum += JSON.parse(message as string).volume),
    acknowledge() {},
    fail(error) {
      throw error
    },
  }
  const ways = {
    bare: { make: () => TEXT, read: (text: string) => void (sum += JSON.parse(text).volume) },
    envelope: {
      make: (number: number) => `{"n":${number},"d":${TEXT}}`,
      read: (text: string) => void (sum += JSON.parse(text).d.volume),
    },
    ours: {
      make: (number: number) => `${number} ${TEXT}`,
      read: (text: string) => session.receive(text, 0, raise),
    },
  }
  const times: Record<keyof typeof ways, number[]> = { bare: [], envelope: [], ours: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['bare', 'envelope', 'ours'] as const) {
      const { make, read } = ways[name]
      const all = texts(make, 1 + round * MESSAGES)
      const begin = performance.now()
      for (const text of all) read(text)
      if (round >= WARM_UP) times[name].push(performance.now() - begin)
    }
  }
  if (sum === 0) throw new Error('Nothing was read')
  const bare = fastest(times.bare)
  const show = (name: 'ours' | 'envelope'): string => {
    const ratios = fastest(times[name]).map((ms, at) => ms / bare[at]!)
    const { least, median, most } = spreadOf(ratios)
    return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
  }
  const what = `reading a message of ${TEXT.length} bytes, in times of \`JSON.parse()\``
  return [
    { what, figures: { ours: show('ours'), ws: '1' } },
    { what: 'the same in an envelope, `{"n":1043,"d":…}`', figures: { ours: show('envelope') } },
  ]
}

/** The fastest tenth of the rounds: in the others the machine did something else as well. */
function fastest(all: readonly number[]): number[] {
  return [...all].sort((a, b) => a - b).slice(0, Math.ceil(all.length / 10))
}
