import { createHeartbeatServer, type ServerOptions } from 'vue-heartbeat-socket/server'

export type Up = { readonly add: string } | { readonly remove: string }
export interface Down {
  readonly cart: string[]
}

/** A shopping cart that all tabs and devices of a user show alike. */
export function serveCarts(options: Pick<ServerOptions<Up>, 'authenticate' | 'timer'>) {
  const carts = new Map<string, Set<string>>()
  const cartOf = (user: string): Set<string> => {
    if (!carts.has(user)) carts.set(user, new Set())
    return carts.get(user)!
  }
  const live = createHeartbeatServer<Up, Down>(options)
  live.on('message', (message, { session: { user }, publish }) => {
    // Twice the same is the same: a set takes what a handler that runs again does again.
    if ('add' in message) cartOf(user).add(message.add)
    else cartOf(user).delete(message.remove)
    publish({ user }, { cart: [...cartOf(user)] })
  })
  live.on('open', (session, { recovered }) => {
    if (!recovered) return session.send({ cart: [...cartOf(session.user)] })
  })
  return live
}
