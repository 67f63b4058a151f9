import { socketError } from '../diagnostics.ts'
import { isNumber } from '../protocol/index.ts'
import { codecs, type NamedCodec, type ServerCodec } from './codec.ts'
import type { UpgradeRequest } from './link.ts'
import type { MetricName } from './metrics.ts'
import type { ServerSchema } from './schema.ts'
import type { ServerTimer } from './server-timer.ts'
import type { Store } from './store.ts'

/** Who a client is, and what it gets. */
export interface Identity {
  /** Names the user: sessions, joins and `{ user }` belong to this name. Not empty. */
  readonly user: string
  /** The channels that its sessions get as long as `authenticate` names them. @default [] */
  readonly channels?: readonly string[] | undefined
  /** When the link is closed with 4401, in ms since the epoch, to be resumed with fresh `auth`. */
  readonly expires?: number | undefined
  /** Which of the joined channels it keeps. @default all of them */
  readonly joined?: readonly string[] | undefined
}

/** What `authenticate` gets beside the request and the credentials. */
export interface AuthenticateContext {
  /** The channels that this session of a user has joined. Ask only once you trust the name. */
  joined(user: string): Promise<string[]>
}

/** @see ServerOptions.authenticate */
export type Authenticate = (
  request: UpgradeRequest,
  auth: unknown,
  context: AuthenticateContext,
) => Identity | null | PromiseLike<Identity | null>

/** The options of `createHeartbeatServer()`. */
export interface ServerOptions<Up = unknown> {
  /**
   * Who the client is, from its upgrade request and from what its `auth` function returned. Called
   * for every opening. `null` closes with 4401. When it throws, or takes longer than 10 s, the
   * client is closed with 1013 and comes back: a database outage must not log users out.
   */
  readonly authenticate: Authenticate
  /** Where the log and the sessions are. @default memoryStore() */
  readonly store?: Store | undefined
  /** Checks what clients send; what doesn't fit is refused. Handlers get its output. */
  readonly schema?: ServerSchema<Up> | undefined
  /**
   * How messages travel, as the clients' option `codec` has it. `'json'`: everything but binary data
   * is JSON, strings too.
   * @default 'json'
   */
  readonly codec?: NamedCodec | ServerCodec | undefined
  /**
   * Which pages may connect: their origins (`https://app.example.com`), or a function. Requests
   * without an `Origin` don't come from a page and pass the list. Others are closed with 4403, since
   * cookies alone would let any page act for the user (RFC 6455, section 10.2).
   * @default the request's own host
   */
  readonly origins?: readonly string[] | ((origin: string | undefined) => boolean) | undefined
  /** The most bytes of a client's message; clients are told. @default 1_048_576 */
  readonly max?: number | undefined
  /** Links that have been silent for so long are closed, in ms. @default 60_000 */
  readonly idleTimeout?: number | undefined
  /** The longest that a handler may take, in ms. @default 30_000 */
  readonly handlerTimeout?: number | undefined
  /** Called with each change of a figure. */
  readonly metrics?: ((name: MetricName, value: number) => void) | undefined
  /** The clock and its timers. @default systemTimers() */
  readonly timer?: ServerTimer | undefined
  /** For repeatable runs. @default Math.random */
  readonly random?: (() => number) | undefined
}

type Check = readonly [isValid: (value: any) => boolean, expected: string]

const isFunction = (value: unknown): boolean => typeof value === 'function'
const isDuration = (value: unknown): boolean => typeof value === 'number' && value > 0
const isOptional = ([isValid, expected]: Check): Check => [
  (value) => value === undefined || isValid(value),
  expected,
]

const FUNCTION: Check = [isFunction, 'a function']
const DURATION: Check = [isDuration, 'a number of ms above 0']

const CHECKS: Readonly<Record<keyof ServerOptions, Check>> = {
  authenticate: FUNCTION,
  store: isOptional([
    (value) =>
      ['attach', 'commit', 'publish', 'read', 'flash'].every((name) => isFunction(value?.[name])),
    'a store, memoryStore() say',
  ]),
  schema: isOptional([
    (value) => value?.['~standard']?.version === 1 && isFunction(value['~standard'].validate),
    'a Standard Schema',
  ]),
  codec: isOptional([
    (value) =>
      isFunction(value?.encode) ? isFunction(value.decode) : Object.hasOwn(codecs, value ?? ''),
    `'json', 'text', 'raw' or { encode, decode }`,
  ]),
  origins: isOptional([
    (value) =>
      isFunction(value) ||
      (Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.endsWith('/'))),
    'a list of origins without a path, or a function',
  ]),
  max: isOptional([(value) => isNumber(value) && value > 0, 'an integer, 1 or more']),
  idleTimeout: isOptional(DURATION),
  handlerTimeout: isOptional(DURATION),
  metrics: isOptional(FUNCTION),
  timer: isOptional([
    (value) => ['now', 'setTimeout', 'clearTimeout'].every((name) => isFunction(value?.[name])),
    'a TimerService',
  ]),
  random: isOptional(FUNCTION),
}

/** @throws TypeError that names the option at fault */
export function checkOptions(options: ServerOptions<any>): void {
  for (const [option, [isValid, expected]] of Object.entries(CHECKS)) {
    const value: unknown = options[option as keyof ServerOptions]
    if (isValid(value)) continue
    throw socketError('C0001', { option, value: String(value), expected }, TypeError)
  }
  for (const option of Object.keys(options)) {
    if (!Object.hasOwn(CHECKS, option)) throw socketError('C0002', { option }, TypeError)
  }
}
