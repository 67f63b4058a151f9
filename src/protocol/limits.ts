/** The subprotocol's name, as client and server agree on it (RFC 6455, section 1.9). */
export const SUBPROTOCOL = 'heartbeat.v1'

/** The most characters that a hello may have: it carries the app's credentials. */
export const MAX_HELLO = 16_384
/** The most characters that any other control frame may have. */
export const MAX_CONTROL = 4_096
/** The most numbered messages that a client has in flight, and that wait for a handler. */
export const MAX_IN_FLIGHT = 256
