import type { Peer } from './peer.ts'

/** What can be told from one runtime to another. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

/** What is observed where a check takes too long. */
export const NO_ANSWER = 'no answer'

/** A socket that takes whatever it is given. */
export interface Socket extends Omit<WebSocket, 'send' | 'close' | 'binaryType'> {
  binaryType: any
  send(...args: any[]): unknown
  close(...args: any[]): unknown
}

export interface SocketClass {
  new (...args: any[]): Socket
  readonly prototype: Socket
}

/** What a check is given. */
export interface Subject {
  /** The class to look at, as the runtime's own code would see it. */
  readonly WebSocket: SocketClass
  readonly peer: Peer
  /** A socket that has opened. */
  open(path?: string, protocols?: string | string[]): Promise<Socket>
}

/** Where a check can be made: in a page, which has an address of its own, or in Node. */
export type Place = 'page' | 'node'

export interface Check {
  readonly name: string
  /** As the standard has it. */
  readonly expected: Plain
  /** Where it can be made, if not everywhere. */
  readonly only?: Place | undefined
  readonly observe: (subject: Subject) => Plain | Promise<Plain>
}

export function check(
  name: string,
  expected: Plain,
  observe: Check['observe'],
  only?: Place,
): Check {
  return { name, expected, observe, only }
}

/** Checks of one theme, whose names then begin with it. */
export function group(theme: string, checks: readonly Check[]): Check[] {
  return checks.map((one) => ({ ...one, name: `${theme}: ${one.name}` }))
}
