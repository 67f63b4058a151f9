import { useQuery, useQueryCache } from '@pinia/colada'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'

export interface Order {
  readonly id: number
  readonly state: string
}

async function fetchOrders(): Promise<Order[]> {
  return (await fetch('https://api.example.com/orders')).json()
}

export const useOrders = () => useQuery({ key: ['orders'], query: fetchOrders })

/** Call it once, in the setup of the app's root component or of a store. */
export function keepOrdersFresh(): void {
  const cache = useQueryCache()

  onSocketMessage(
    (message): message is { order: Order } => 'order' in message,
    ({ order }) => {
      const orders = cache.getQueryData<Order[]>(['orders'])
      // Before the first fetch there is nothing to patch.
      if (!orders) return
      cache.setQueryData(['orders'], [...orders.filter(({ id }) => id !== order.id), order])
    },
  )

  // Messages may have been missed: ask anew.
  onSocketEvent('open', ({ recovered }) => {
    if (recovered === false) void cache.invalidateQueries({ key: ['orders'] })
  })
}
