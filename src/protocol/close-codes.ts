// Private codes stand in 4000 to 4999, the others are registered (RFC 6455, section 7.4).

/** A message was larger than the server's `max`. */
export const TOO_LARGE = 1009
/** The server drains, or its store has another epoch: reconnect. */
export const RESTART = 1012
/** The server can't take the client now: reconnect later. */
export const TRY_LATER = 1013
/** A frame that the protocol doesn't allow. */
export const BAD_FRAME = 4400
/** Not authorised, or no longer. */
export const UNAUTHORISED = 4401
/** A page of an origin that the server doesn't serve. */
export const BAD_ORIGIN = 4403
/** The other side doesn't speak this subprotocol. */
export const NO_SESSIONS = 4406
/** The client read so slowly that the log no longer has what it missed. */
export const TOO_SLOW = 4408
/** The same client has opened a newer link. */
export const REPLACED = 4409
