/**
 * Thrown by a handler that will not take a message: it is not tried again. The client's app hears of
 * it as a dropped message with the reason `refused`; the text stays on the server.
 */
export class Refused extends Error {
  override name = 'Refused'
}
