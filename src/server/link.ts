/** One client's open connection, as the server uses it. `live.accept` makes it from a `ws` socket. */
export interface ServerLink {
  /** Sends a text or binary frame. */
  send(frame: string | Uint8Array): void
  /** Closes with a code and a reason; the server doesn't wait for the other side's answer. */
  close(code: number, reason: string): void
  /** Bytes handed to `send` that the network hasn't taken yet. */
  readonly bufferedAmount: number
  /** Holds frames back until `uncork()`, so that they go out together. Optional: it saves time. */
  cork?(): void
  /** Lets go of what `cork()` has held back. */
  uncork?(): void
}

/** What the server wants to hear of a link. */
export interface LinkReceiver {
  /** A frame has arrived: text, or binary data that the caller doesn't use again. */
  receive(frame: string | Uint8Array): void
  /** The link has ended, from either side. */
  end(): void
}

/** The connection that a request came on: a `Socket` of Node fits. */
export interface UpgradeSocket {
  readonly remoteAddress?: string | undefined
  /** Holds back what is written. */
  cork?(): void
  /** Lets go of what `cork()` has held back. */
  uncork?(): void
}

/** The request that opened a link: an `IncomingMessage` of Node fits. */
export interface UpgradeRequest {
  readonly url?: string | undefined
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly socket?: UpgradeSocket | undefined
}
