import type { LinkReceiver, ServerLink, UpgradeRequest } from '../../../src/server/link.ts'

/** A link to a server, seen from its client. Nothing of it is the server's own code. */
export class FakeLink implements ServerLink {
  /** All frames that the server has sent. */
  readonly frames: (string | Uint8Array)[] = []
  closed: { readonly code: number; readonly reason: string } | null = null
  bufferedAmount = 0
  /** Whether the network takes what is sent; otherwise `bufferedAmount` grows. */
  isReading = true
  /** How often the network was handed something. */
  writes = 0
  /** Calls of `cork()` without their `uncork()`. */
  corks = 0
  #held = 0
  #receiver: LinkReceiver | null = null

  connect(
    to: { connect(link: ServerLink, request: UpgradeRequest): LinkReceiver },
    headers: Record<string, string> = {},
  ): this {
    this.#receiver = to.connect(this, { url: '/', headers: { host: 'localhost', ...headers } })
    return this
  }

  send(frame: string | Uint8Array): void {
    if (this.closed) throw new Error('The link has ended.')
    this.frames.push(frame)
    this.bufferedAmount += frame.length
    this.#held += frame.length
    if (this.corks === 0) this.#write()
  }

  cork(): void {
    this.corks++
  }

  uncork(): void {
    this.corks--
    if (this.corks === 0 && this.#held > 0) this.#write()
  }

  close(code: number, reason: string): void {
    if (this.closed) throw new Error('The link has ended already.')
    this.closed = { code, reason }
  }

  /** The client sends a frame; objects as JSON. */
  say(frame: string | Uint8Array | object): void {
    const isRaw = typeof frame === 'string' || frame instanceof Uint8Array
    this.#receiver!.receive(isRaw ? frame : JSON.stringify(frame))
  }

  /** The network loses the link. */
  cut(): void {
    this.#receiver!.end()
    this.closed ??= { code: 1006, reason: '' }
  }

  drain(): void {
    this.bufferedAmount = 0
    this.isReading = true
  }

  #write(): void {
    this.writes++
    if (this.isReading) this.bufferedAmount -= this.#held
    this.#held = 0
  }

  /** What was sent since the last call: control frames as objects, messages as `[number, data]`. */
  take(): unknown[] {
    return this.frames.splice(0).map((frame) => {
      if (typeof frame !== 'string') {
        return [Number(new DataView(frame.buffer).getBigUint64(0)), Array.from(frame.subarray(8))]
      }
      if (frame.startsWith('{')) return JSON.parse(frame)
      const space = frame.indexOf(' ')
      return [Number(frame.slice(0, space)), JSON.parse(frame.slice(space + 1))]
    })
  }
}
