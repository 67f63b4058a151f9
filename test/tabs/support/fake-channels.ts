import type { TabChannel } from 'vue-heartbeat-socket/tabs'

interface Port extends TabChannel {
  readonly name: string
  readonly client: string
}

/** The broadcast channels of one origin. */
export class FakeChannels {
  /** Every frame so far. */
  readonly posted: { readonly client: string; readonly data: any }[] = []
  /** Pages whose posts arrive nowhere. */
  readonly mute = new Set<string>()
  /** Pages that hear nothing. */
  readonly deaf = new Set<string>()
  readonly #later: (client: string, deliver: () => void) => void
  readonly #closed = new WeakSet<Port>()
  #ports: readonly Port[] = []

  /** @param later - runs a task of a page, after those that wait there */
  constructor(later: (client: string, deliver: () => void) => void) {
    this.#later = later
  }

  /** How many are open. */
  get count(): number {
    return this.#ports.length
  }

  /** The names of those that are open. */
  get names(): string[] {
    return this.#ports.map(({ name }) => name)
  }

  open(name: string, client: string): TabChannel {
    const port: Port = {
      name,
      client,
      onmessage: null,
      postMessage: (data) => this.#post(port, data),
      close: () => {
        this.#closed.add(port)
        this.#ports = this.#ports.filter((one) => one !== port)
      },
    }
    this.#ports = [...this.#ports, port]
    return port
  }

  /** The page is gone. */
  drop(client: string): void {
    this.#ports = this.#ports.filter((port) => port.client !== client)
  }

  #post(from: Port, data: unknown): void {
    if (this.#closed.has(from)) throw new DOMException('It is closed', 'InvalidStateError')
    const { name, client } = from
    const copied = structuredClone(data)
    this.posted.push({ client, data: copied })
    if (this.mute.has(client)) return
    for (const port of this.#ports) {
      if (port === from || port.name !== name) continue
      this.#later(port.client, () => {
        if (!this.#ports.includes(port) || this.deaf.has(port.client)) return
        port.onmessage?.({ data: structuredClone(copied) } as MessageEvent)
      })
    }
  }
}
