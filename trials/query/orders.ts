import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'

export interface Order {
  readonly id: number
  readonly state: string
}

async function fetchOrders(): Promise<Order[]> {
  return (await fetch('https://api.example.com/orders')).json()
}

export const useOrders = () => useQuery({ queryKey: ['orders'], queryFn: fetchOrders })

/** Call it once, in the setup of the app's root component or of a store. */
export function keepOrdersFresh(): void {
  const client = useQueryClient()

  onSocketMessage(
    (message): message is { order: Order } => 'order' in message,
    ({ order }) => {
      // Before the first fetch there is nothing to patch.
      client.setQueryData<Order[]>(
        ['orders'],
        (orders) => orders && [...orders.filter(({ id }) => id !== order.id), order],
      )
    },
  )

  // Messages may have been missed: ask anew.
  onSocketEvent('open', ({ recovered }) => {
    if (recovered === false) void client.invalidateQueries({ queryKey: ['orders'] })
  })
}
