import type { SocketOptions } from '../options/options.ts'

const KEYS = ['url', 'protocols', 'codec'] as const

/** A function or a codec object, and what the connection has instead. */
interface Exchangeable {
  given: any
  readonly stable: unknown
}

/** Options for the connection, and what to call once it has accepted them. */
export interface Prepared {
  readonly options: SocketOptions
  readonly commit: () => void
}

/**
 * Lets functions and codec objects be exchanged behind ones that stay the same: a component's are
 * new each time its setup runs, and to the connection a new url function is another target.
 */
export class StableOptions {
  #current: Partial<Record<string, Exchangeable>> = {}

  /** @param isTakeOver - whether functions and codec objects replace the present ones unnoticed */
  prepare(options: SocketOptions, isTakeOver: boolean): Prepared {
    const prepared: any = { ...options }
    const next: Partial<Record<string, Exchangeable>> = {}
    for (const key of KEYS) {
      const given = options[key]
      if (!isExchangeable(given)) continue
      const present = this.#current[key]
      const stays =
        present?.given === given || (isTakeOver && typeof present?.given === typeof given)
      next[key] = stays ? present! : createExchangeable(given)
      prepared[key] = next[key].stable
    }
    const commit = (): void => {
      this.#current = next
      for (const key of KEYS) if (next[key]) next[key].given = options[key]
    }
    return { options: prepared, commit }
  }
}

/** Whether it can be exchanged behind a stable one: lists of protocols can't, nor URL objects. */
export function isExchangeable(value: unknown): boolean {
  return (
    typeof value === 'function' || typeof (value as { encode?: unknown })?.encode === 'function'
  )
}

function createExchangeable(given: any): Exchangeable {
  const stable =
    typeof given === 'function'
      ? (context: unknown) => exchangeable.given(context)
      : {
          encode: (data: unknown) => exchangeable.given.encode(data),
          decode: (data: unknown) => exchangeable.given.decode(data),
        }
  const exchangeable: Exchangeable = { given, stable }
  return exchangeable
}
