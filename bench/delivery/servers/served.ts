import type { Up } from '../setup.ts'

/** A server under test. */
export interface Served {
  readonly port: number
  /** Sends a number to all clients. Resolves when it is kept, however often that has to be tried. */
  publish(n: number): Promise<void>
  /** The same without trying again. */
  publishOnce(n: number, id?: string): Promise<void>
  drain(within: number): Promise<void>
}

export interface Reports {
  handled(up: Up): void
  error(text: string): void
}
