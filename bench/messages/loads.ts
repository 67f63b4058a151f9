/** What a server sends to one page, and what is to be measured of that. */
export interface Load {
  readonly name: LoadName
  /** For people. */
  readonly title: string
  readonly measures: 'time' | 'pace' | 'heap' | 'counts'
  readonly count: number
  /** Bytes of each message. */
  readonly size: number
  readonly kind: 'json' | 'binary'
  /** Messages a second; without one as fast as they are taken. */
  readonly rate?: number
  /** The variants that it is for; all, if there is no list. */
  readonly only?: readonly string[]
  /** How often it is run, where that is not said; what hardly changes needs few. */
  readonly rounds: number
}

/** What a developer would choose from. */
const MAIN = [
  'bare',
  'reconnecting-websocket',
  'vueuse-shown',
  'connection',
  'store-text',
  'store-rows-200',
  'store-rows-10000',
]

export type LoadName = 'small' | 'json' | 'binary' | 'steady' | 'brisk' | 'million' | 'timers'

export const LOADS: readonly Load[] = [
  {
    name: 'small',
    title: '200 000 messages of 60 bytes',
    measures: 'time',
    count: 200_000,
    size: 60,
    kind: 'json',
    rounds: 5,
  },
  {
    name: 'json',
    title: '20 000 messages of 4 kB, JSON',
    measures: 'time',
    count: 20_000,
    size: 4_096,
    kind: 'json',
    rounds: 5,
  },
  {
    name: 'binary',
    title: '200 messages of 1 MiB, binary',
    measures: 'time',
    count: 200,
    size: 1_048_576,
    kind: 'binary',
    rounds: 5,
  },
  {
    name: 'steady',
    title: '1 000 messages a second, for 30 s',
    measures: 'pace',
    count: 30_000,
    size: 60,
    kind: 'json',
    rate: 1_000,
    only: MAIN,
    rounds: 5,
  },
  {
    name: 'brisk',
    title: '5 000 messages a second, for 10 s',
    measures: 'pace',
    count: 50_000,
    size: 60,
    kind: 'json',
    rate: 5_000,
    only: MAIN,
    rounds: 5,
  },
  {
    name: 'million',
    title: '1 000 000 messages of 60 bytes',
    measures: 'heap',
    count: 1_000_000,
    size: 60,
    kind: 'json',
    only: MAIN,
    rounds: 2,
  },
  {
    name: 'timers',
    title: '5 000 messages, 1 000 a second',
    measures: 'counts',
    count: 5_000,
    size: 60,
    kind: 'json',
    rate: 1_000,
    rounds: 2,
  },
]
