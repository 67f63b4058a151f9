import type { Check } from '../support/check.ts'
import * as binaryType from './binary-type.ts'
import * as bufferedAmount from './buffered-amount.ts'
import * as closeArguments from './close-arguments.ts'
import * as closing from './closing.ts'
import * as constructor from './constructor.ts'
import * as events from './events.ts'
import * as ends from './ends.ts'
import * as handlers from './handlers.ts'
import * as interfaces from './interface.ts'
import * as listeners from './listeners.ts'
import * as protocols from './protocols.ts'
import * as send from './send.ts'
import * as subclasses from './subclasses.ts'

/** All checks; each file says which parts of which standards it is about. */
export const CHECKS: readonly Check[] = [
  constructor,
  protocols,
  interfaces,
  subclasses,
  binaryType,
  send,
  bufferedAmount,
  closeArguments,
  closing,
  ends,
  events,
  handlers,
  listeners,
].flatMap((file) => Object.values(file).flat())
