import type {
  BroadcastRequest,
  CloseRequest,
  RestartRequest,
  SetRequest,
  StrandRequest,
} from './api.ts'
import { MAX_DELAY } from './faults.ts'
import type { KillRequest } from './nodes/api.ts'

/** What is wrong with a request, and the HTTP status that says so. */
export class RequestError extends Error {
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

type Fields = Record<string, unknown>
type Check = (value: unknown) => string | null

const MAX_FLOOD = 100_000
const MAX_REASON = 123
const MAX_PAGE = 64

const FAULTS: Record<keyof SetRequest, Check> = {
  silent: isBoolean,
  frozen: isBoolean,
  refuse: isBoolean,
  handshakeDelay: isNumberUpTo(MAX_DELAY),
  delay: isNumberUpTo(MAX_DELAY),
  flood: isNumberUpTo(MAX_FLOOD),
  floodPage: isPage,
}

export function parseSet(body: Fields): SetRequest {
  return check(body, FAULTS)
}

export function parseClose(body: Fields): CloseRequest {
  if (!('code' in body)) throw new RequestError('"code" is missing')
  return check(body, { code: isCloseCode, reason: isReason })
}

export function parseStrand(body: Fields): StrandRequest {
  return check(body, { forgetAfter: isNumberUpTo(MAX_DELAY) })
}

export function parseRestart(body: Fields): RestartRequest {
  if (!('downFor' in body)) throw new RequestError('"downFor" is missing')
  return check(body, { downFor: isNumberUpTo(MAX_DELAY) })
}

export function parseBroadcast(body: Fields): BroadcastRequest {
  if (!('data' in body)) throw new RequestError('"data" is missing')
  return check(body, { data: isString })
}

export function parseKill(body: Fields): KillRequest {
  if (!('node' in body)) throw new RequestError('"node" is missing')
  return check(body, { node: isNumberUpTo(1) })
}

export function parseNothing(body: Fields): void {
  check(body, {})
}

/** @throws RequestError when the text isn't a JSON object */
export function parseBody(text: string): Fields {
  let body: unknown
  try {
    body = text === '' ? {} : JSON.parse(text)
  } catch {
    throw new RequestError('The body is not JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestError('The body must be a JSON object')
  }
  return body as Fields
}

function check<T>(body: Fields, checks: Record<string, Check>): T {
  for (const [name, value] of Object.entries(body)) {
    const known = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (!known) {
      const names = Object.keys(checks).join(', ') || 'none'
      throw new RequestError(`Unknown field "${name}"; known: ${names}`)
    }
    const wrong = known(value)
    if (wrong) throw new RequestError(`"${name}" ${wrong}, got ${JSON.stringify(value)}`)
  }
  return body as T
}

function isBoolean(value: unknown): string | null {
  return typeof value === 'boolean' ? null : 'must be true or false'
}

function isString(value: unknown): string | null {
  return typeof value === 'string' ? null : 'must be a string'
}

function isPage(value: unknown): string | null {
  return value === null || (typeof value === 'string' && value.length <= MAX_PAGE)
    ? null
    : `must be null, or a string of at most ${MAX_PAGE} characters`
}

function isNumberUpTo(max: number): Check {
  return (value) =>
    typeof value === 'number' && value >= 0 && value <= max
      ? null
      : `must be a number from 0 to ${max}`
}

function isCloseCode(value: unknown): string | null {
  const code = Number.isInteger(value) ? (value as number) : 0
  const standard = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)
  const own = code >= 3000 && code <= 4999
  return standard || own ? null : 'must be 1000-1003, 1007-1014 or 3000-4999'
}

function isReason(value: unknown): string | null {
  return typeof value === 'string' && Buffer.byteLength(value) <= MAX_REASON
    ? null
    : `must be a string of at most ${MAX_REASON} bytes`
}
