import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Kit } from './set-up.ts'

/** One frame of an exchange. `app`: sent by the connection's user. */
export interface Line {
  readonly from: 'server' | 'client' | 'app'
  readonly frame: string
}

const MARKS = { '<': 'server', '>': 'client', '>>': 'app' } as const

/** How long a frame of the server is on its way, in ms. */
export const DELAY = 40

/** All intervals are multiples of it, in ms, so that no ping is looked at late. */
const STEP = 20

/** The exchange in `recorded/`: `<` the server, `>` the protocol object, `>>` the app. */
export function readRecording(name: string): Line[] {
  const text = readFileSync(new URL(`../recorded/${name}.txt`, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [mark = '', frame = ''] = line.split(/ (.*)/)
      const from = MARKS[mark as keyof typeof MARKS]
      return { from, frame: frame.replaceAll(String.raw`\r\n`, '\r\n') }
    })
}

/** The lines up to the first that is not the handshake's. */
export function handshakeOf(lines: readonly Line[]): Line[] {
  return lines.slice(
    0,
    lines.findIndex(({ from }) => from === 'app'),
  )
}

/** What an exchange is played to. */
export type Player = Pick<Kit, 'timers' | 'link' | 'serverSays' | 'toMessage'> & {
  readonly connection: { send(message: unknown): unknown }
}

/**
 * Plays the server's part and the app's, and checks that the client says what it should, in this
 * order and nothing else.
 */
export async function replay(kit: Player, lines: readonly Line[]): Promise<void> {
  const expected: string[] = []
  for (const { from, frame } of lines) {
    if (from === 'server') {
      await kit.timers.advance(DELAY)
      await kit.serverSays(frame)
      continue
    }
    if (from === 'app') kit.connection.send(kit.toMessage(frame))
    expected.push(frame)
    await saysUntil(kit, expected.length)
  }
  expect(kit.link.sent).toEqual(expected)
}

/** Lets time pass until the client has said so much, two minutes at most: a ping comes when due. */
async function saysUntil({ timers, link }: Player, count: number): Promise<void> {
  const end = timers.now() + 120_000
  while (link.sent.length < count && timers.now() < end) await timers.advance(STEP)
}
