export {
  BAD_FRAME,
  BAD_ORIGIN,
  NO_SESSIONS,
  REPLACED,
  RESTART,
  TOO_LARGE,
  TOO_SLOW,
  TRY_LATER,
  UNAUTHORISED,
} from './close-codes.ts'
export { parseControl, parseServerControl } from './control.ts'
export type { ServerControl } from './control.ts'
export { frameOf, messageOf, numberOf } from './frames.ts'
export type { Payload } from './frames.ts'
export { formatHello, parseHello } from './hello.ts'
export type { Hello } from './hello.ts'
export { MAX_CONTROL, MAX_HELLO, MAX_IN_FLIGHT, SUBPROTOCOL } from './limits.ts'
export { isNumber, isPosition } from './values.ts'
export type { Position } from './values.ts'
