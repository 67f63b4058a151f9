import type { Details } from '../diagnostics.ts'
import { redact } from './address.ts'
import * as check from './checks.ts'

const expectations = /*#__PURE__*/ new Map<check.Check, string>([
  [check.isFlag, 'true or false'],
  [check.isFunction, 'a function'],
  [check.isGroup, 'an object, or false'],
  [check.isBound, 'a number, 0 or more (Infinity: no limit)'],
  [check.isTime, 'a finite number of ms, 0 or more'],
  [check.isDuration, 'a finite number of ms, more than 0'],
  [check.isFactor, 'a finite number, 1 or more'],
  [check.isCount, 'a whole number, 0 or more (or Infinity)'],
  [check.isSize, 'a whole number, 0 or more'],
  [check.isLimit, 'a whole number, 0 or more, or null for no limit'],
  [
    check.isUrl,
    'a ws(s): or http(s): url or a path, without a fragment (not ws: from an https page), or a function',
  ],
  [check.isUnused, 'false where no heartbeat gives receipts'],
  [check.isProtocols, 'distinct subprotocol names, or a function'],
  [check.isPing, 'text, binary data, an object for the codec, a function, or null'],
  [check.isPong, 'text, binary data, or a function'],
  [check.isBinaryType, '"blob" or "arraybuffer"'],
  [check.isReceipts, 'a finite number of ms, more than 0, or false'],
  [check.isOverflow, '"drop-oldest" or "drop-newest"'],
  [check.isCodec, '"json", "text", "raw", or an object with encode() and decode()'],
  [check.isSchema, 'a Standard Schema, version 1 (zod, valibot, arktype)'],
  [check.isSession, 'what createSession() returns'],
  [check.isTabs, 'what shareTabs() returns'],
  [check.isTimer, 'a TimerService'],
  [check.isPage, 'PageSignals, or false'],
])

/** Describes a value that doesn't fit, and what would; development only. */
export function explainWrong(option: string, value: unknown, fits: check.Check): Details {
  return { option, value: describe(option, value), expected: expectations.get(fits)! }
}

/** Names that options have in other libraries, in lower case, and where they are here. */
const elsewhere: Readonly<Record<string, string>> = {
  autoreconnect: 'reconnect',
  immediate: 'autoConnect',
  maxretries: 'reconnect.maxAttempts',
  minuptime: 'reconnect.stableAfter',
  pongtimeout: 'heartbeat.timeout',
  gctime: 'closeDelay',
  responsemessage: 'heartbeat.pong',
  retries: 'reconnect.maxAttempts',
  startclosed: 'autoConnect',
}

/** Finds the option that was probably meant; development only. */
export function explainUnknown(option: string, options: readonly string[]): Details {
  const wanted = leafOf(option)
  const scored = options.map((path) => ({ path, by: distance(wanted, leafOf(path)) }))
  const [first] = scored.sort((one, other) => one.by - other.by)
  const similar = first && first.by <= Math.max(1, wanted.length / 5) ? first.path : undefined
  const known = elsewhere[wanted]
  return { option, nearest: known && options.includes(known) ? known : similar }
}

function leafOf(path: string): string {
  return path.split('.').at(-1)!.toLowerCase()
}

function describe(option: string, value: unknown): string {
  if (option === 'url') return redact(value)
  // A subprotocol can be a token.
  if (option === 'protocols') return `of type ${typeof value}`
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  return value !== null && /object|function/.test(typeof value)
    ? `a ${typeof value}`
    : String(value)
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, substitution))
    }
    row = next
  }
  return row[b.length]!
}
