/** Ways to break the feed, all of them off by default. */
export interface Faults {
  /** Answers nothing and sends nothing; only the closing handshake still works. */
  silent: boolean
  /**
   * Half-open: the TCP connections stay, but nothing is read, sent or answered any more, close
   * frames included. Handshakes hang. Like a host that vanished behind a NAT. What would have been
   * sent meanwhile is lost; what was received is handled once this is lifted.
   */
  frozen: boolean
  /**
   * Drops new connections at once. The port stays open, because browsers hold back their attempts on
   * a port that refuses them, Firefox for up to a minute.
   */
  refuse: boolean
  /** How long a WebSocket handshake stays unanswered, in ms. */
  handshakeDelay: number
  /**
   * How much later everything is sent, in ms. Close frames are not held up, and what is still on its
   * way then is lost.
   */
  delay: number
  /** Further messages a second to each connection of the feed. */
  flood: number
  /** The page that gets the flood, by the `page` in the query of its connections; `null`: all. */
  floodPage: string | null
}

export const NO_FAULTS: Readonly<Faults> = {
  silent: false,
  frozen: false,
  refuse: false,
  handshakeDelay: 0,
  delay: 0,
  flood: 0,
  floodPage: null,
}

/** What `setTimeout` holds; a longer delay would fire at once. */
export const MAX_DELAY = 2 ** 31 - 1
