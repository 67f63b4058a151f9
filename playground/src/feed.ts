import type { Metrics } from '../server/api.ts'

/** What the server offers: figures of its machine, or what one sends it. */
export type Service = 'feed' | 'echo'

/** Whether a message is one of the feed's figures; echoes and the flood are not. */
export const isMetrics = (message: unknown): message is Metrics =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'metrics'
