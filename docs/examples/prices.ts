import { createHeartbeatServer, type ServerOptions } from 'vue-heartbeat-socket/server'

export type Down = { readonly all: [string, number][] } | { readonly symbol: string; price: number }

/** Prices to everybody. A page that was away gets the changes, or all prices where that was too long. */
export function servePrices(options?: Partial<ServerOptions<never>>) {
  const prices = new Map<string, number>()
  const live = createHeartbeatServer<never, Down>({
    authenticate: () => ({ user: 'public', channels: ['prices'] }),
    ...options,
  })
  live.on('open', (session, { recovered }) => {
    if (!recovered) return session.send({ all: [...prices] })
  })
  return {
    live,
    async setPrice(symbol: string, price: number): Promise<void> {
      prices.set(symbol, price)
      await live.publish('prices', { symbol, price })
    },
  }
}
