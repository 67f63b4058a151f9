import type { MessageContext } from 'vue-heartbeat-socket/server'
import type { Work } from './scenario.ts'

/** What clients send. */
export interface Order {
  /** Its name among all messages; `now…`: without a number. */
  readonly name: string
  readonly of: string
  readonly number: number
  readonly work: Work
}

export const CHANNEL = 'news'
export const ROOM = 'room'

/** The works that publish something, once. */
export const hasEffect = (work: Work): boolean =>
  !['refuse', 'nothing', 'throw', 'hang'].includes(work)

/** How long a slow handler takes, at most, in ms, and how many of all are slow. */
const SLOW = 1_800
const SLOW_SHARE = 0.1

export interface Shop {
  readonly Refused: new (message: string) => Error
  readonly isCalm: boolean
  /** Names of orders whose handler has thrown. */
  readonly thrown: Set<string>
  readonly random: () => number
  sleep(ms: number): Promise<void>
}

/** The handler of all messages. What it publishes before it fails must come to nothing. */
export async function handle(shop: Shop, order: Order, context: MessageContext): Promise<void> {
  const { name, of, number, work } = order
  const { session, publish, reply } = context
  const message = { name, effect: [of, number] }
  const { user } = session
  const isSlow = work === 'slow' || shop.random() < SLOW_SHARE
  if (isSlow && !shop.isCalm) await shop.sleep(shop.random() * SLOW)
  if (work === 'leave') await session.leave(ROOM)
  if (work === 'join') await session.join(ROOM)
  if (work === 'reply') reply(message)
  else if (work === 'to user') publish({ user }, message)
  else if (work === 'to room' || work === 'join' || work === 'leave') publish(ROOM, message)
  else if (work !== 'nothing') publish(CHANNEL, message)
  if (work === 'refuse') throw new shop.Refused('no')
  if (work === 'throw once' && !shop.thrown.has(name)) {
    shop.thrown.add(name)
    throw new Error('once')
  }
  if (shop.isCalm) return
  if (work === 'throw') throw new Error('always')
  if (work === 'hang') await new Promise(() => {})
}
