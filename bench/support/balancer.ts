import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Passes connections on to ports in turn, as a balancer without health checks does. */
export interface Balancer {
  readonly port: number
  /** Where connections may go; one that refuses is passed over. */
  ports: readonly number[]
  /** Cuts a connection, chosen by its place in the order of their beginning, without a word. */
  cut(at: number): void
  cutAll(): void
  /** Bytes stop in both directions, and connections stay. */
  freeze(isFrozen: boolean): void
  close(): void
}

export async function startBalancer(...first: number[]): Promise<Balancer> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let ports: readonly number[] = first
  let turn = 0
  let isFrozen = false

  async function pass(socket: Socket): Promise<void> {
    socket.on('error', () => socket.destroy())
    for (let attempt = 0; attempt < ports.length; attempt++) {
      const other = connect(ports[turn++ % ports.length]!, '127.0.0.1')
      try {
        await once(other, 'connect')
      } catch {
        continue
      }
      return join([socket, other])
    }
    socket.destroy()
  }

  function join(pair: readonly [Socket, Socket]): void {
    const [a, b] = pair
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    b.on('error', end)
    for (const socket of pair) socket.setNoDelay(true).on('close', end)
    if (a.destroyed) return end()
    a.pipe(b)
    b.pipe(a)
    if (isFrozen) for (const socket of pair) socket.pause()
  }

  const server = createServer((socket) => void pass(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const cut = (pair: readonly [Socket, Socket] | undefined): void =>
    pair?.forEach((socket) => socket.resetAndDestroy())

  return {
    port: (server.address() as AddressInfo).port,
    get ports() {
      return ports
    },
    set ports(next) {
      ports = next
    },
    cut: (at) => cut([...pairs][at % Math.max(1, pairs.size)]),
    cutAll: () => pairs.forEach(cut),
    freeze(next) {
      isFrozen = next
      for (const socket of [...pairs].flat()) {
        if (next) socket.pause()
        else socket.resume()
      }
    },
    close() {
      server.close()
      pairs.forEach(cut)
    },
  }
}
