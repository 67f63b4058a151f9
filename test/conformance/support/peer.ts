/** Where a server listens. */
export interface Addresses {
  readonly port: number
  /** More ports of the same server. */
  readonly spare: readonly number[]
  /** A port that no one listens on. */
  readonly closed: number
}

/** The server, as a client finds it. */
export class Peer {
  readonly host: string
  readonly #spare: number[]
  readonly #closed: number

  constructor({ port, spare, closed }: Addresses) {
    this.host = `127.0.0.1:${port}`
    this.#spare = [...spare]
    this.#closed = closed
  }

  url(path: string = 'echo'): string {
    return `ws://${this.host}/${path}`
  }

  /** On a port of its own: where an attempt has failed, Firefox puts off the next one. */
  fresh(path: string): string {
    const port = this.#spare.shift()
    if (port === undefined) throw new Error('The server needs more spare ports')
    return `ws://127.0.0.1:${port}/${path}`
  }

  get refused(): string {
    return `ws://127.0.0.1:${this.#closed}/`
  }
}
