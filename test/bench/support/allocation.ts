/**
 * A program of its own: prints how many bytes are allocated for a message. Run with `--expose-gc`,
 * and the name of a subject as its argument.
 */
import { makeBare, makeConnection, makeMirrored } from '../../../bench/micro/subjects.ts'
import type { Subject } from '../../../bench/micro/subjects.ts'

/** What the program prints. */
export interface Outcome {
  readonly bytes: number
  /** Characters that the listener has read. */
  readonly read: number
  readonly sent: number
}

const TEXT = '{"id":1,"text":"news news news news news"}'
/** Until the code is compiled. */
const WARM_UP = 300_000
const MESSAGES = 5_000
const ROUNDS = 20

const makers: Readonly<Record<string, () => Subject>> = {
  'a bare handler': makeBare,
  'a Connection': makeConnection,
  'a store': makeMirrored,
}

const { socket, read } = makers[process.argv[2]!]!()
const event = { data: TEXT }
let bytes = Infinity

function receive(count: number): void {
  for (let at = 0; at < count; at++) socket.onmessage!(event)
}

receive(WARM_UP)
// The least of several: the compiler allocates too.
for (let round = 0; round < ROUNDS; round++) {
  globalThis.gc!()
  const before = process.memoryUsage().heapUsed
  receive(MESSAGES)
  bytes = Math.min(bytes, (process.memoryUsage().heapUsed - before) / MESSAGES)
}
const sent = TEXT.length * (WARM_UP + ROUNDS * MESSAGES)
console.log(JSON.stringify({ bytes, read: read(), sent } satisfies Outcome))
process.exit()
