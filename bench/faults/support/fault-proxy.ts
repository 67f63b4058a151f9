import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { flow, NO_FAULTS, type Faults, type FlowOwner } from './flow.ts'

/**
 * Stands between clients and a real server on this machine, and breaks TCP connections as networks
 * do. What it swallows, the system has acknowledged: neither side can notice.
 */
export class FaultProxy {
  readonly #server: Server
  readonly #connections = new Set<ProxiedConnection>()
  #faultsOfNew = NO_FAULTS
  /** Connections accepted so far. */
  accepted = 0

  /** Listens on a fresh port, in front of the server on this one. */
  static async start(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  private constructor(targetPort: number) {
    // An end in one direction is passed on like anything else.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.accepted++
      const server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
      const connection = new ProxiedConnection(client, server, this.#faultsOfNew)
      this.#connections.add(connection)
      client.on('close', () => this.#connections.delete(connection))
    })
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/talk`
  }

  /**
   * Breaks the connections that are open now; in front of later ones the network is sound. What
   * swallows a direction goes on to do so: TCP has no gaps.
   */
  breakOpen(faults: Partial<Faults>): void {
    for (const connection of this.#connections) {
      const swallow = [...connection.faults.swallow, ...(faults.swallow ?? [])]
      connection.faults = { ...NO_FAULTS, ...faults, swallow }
    }
  }

  /**
   * Breaks the connections to come. To swallow both directions of them is to accept and to say
   * nothing; to swallow none is to heal the network. What was broken stays broken.
   */
  breakNew(faults: Partial<Faults>): void {
    this.#faultsOfNew = { ...NO_FAULTS, ...faults }
  }

  /** Ends the connections that are open now as a router does that doesn't know them: by RST. */
  reset(): void {
    for (const connection of this.#connections) connection.reset()
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const connection of this.#connections) connection.drop()
    await closed
  }
}

class ProxiedConnection implements FlowOwner {
  readonly #client: Socket
  readonly #server: Socket
  faults: Faults

  constructor(client: Socket, server: Socket, faults: Faults) {
    this.#client = client
    this.#server = server
    this.faults = faults
    flow(this, 'up', client, server)
    flow(this, 'down', server, client)
    for (const socket of [client, server]) socket.on('error', () => {})
    client.on('close', () => this.faults.swallow.includes('up') || server.destroy())
    server.on('close', () => this.faults.swallow.includes('down') || client.end())
  }

  cut(): void {
    this.#client.end()
    this.#server.destroy()
  }

  reset(): void {
    this.#client.resetAndDestroy()
    this.#server.destroy()
  }

  drop(): void {
    this.#client.destroy()
    this.#server.destroy()
  }
}
