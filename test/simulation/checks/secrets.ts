import { TOKEN } from '../settings.ts'
import { Thrown } from '../user.ts'
import type { World } from './checker.ts'

/** I10: no token in errors or logs. And no errors are reported but those of the user's code. */
export class Secrets {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
    world.connection.on('error', (error) => {
      world.journal.note('engine', 'error', error)
      this.#isClean(error, 'an error')
    })
  }

  /** Something went to `reportError`. */
  reported(error: unknown): void {
    const { journal } = this.#world
    this.#isClean(error, 'a report')
    // A delay that is none is reported too, as R0011.
    const isUsers = error instanceof Thrown || (error as { code?: string }).code?.endsWith('_R0011')
    if (!isUsers) journal.breaks('throws', 'what is reported is not of the user:', error)
  }

  /** Something went to the console. */
  logged(...values: readonly unknown[]): void {
    for (const value of values) this.#isClean(value, 'the log')
  }

  #isClean(value: unknown, where: string): void {
    if (textOf(value).includes(TOKEN)) this.#world.journal.breaks('I10', `a token is in ${where}`)
  }
}

/** All that can be read in a value, the causes of an error included. */
function textOf(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? String(value)
  const rest = JSON.stringify(value)
  const cause = value.cause === undefined ? '' : textOf(value.cause)
  return `${value.message} ${value.stack} ${rest} ${cause}`
}
