import type { Pinia } from 'pinia'
import { getCurrentScope, onScopeDispose, type EffectScope } from 'vue'

interface Registration {
  readonly scope: EffectScope
  readonly end: () => void
}

const PREFIX = '__hot:'

/**
 * Ends what a user's store has registered when a hot update runs its setup again. Pinia 3 and 4 run
 * it as a store `__hot:<id>` and never end the scope of the former run, so that each edit would add
 * a handler. Development only.
 */
export class HotUpdates {
  readonly #registrations = new Set<Registration>()
  /** The scope of each store's newest setup. */
  readonly #scopes = new Map<string, EffectScope>()

  constructor(pinia: Pinia) {
    // Not `pinia.use()`: that waits for an app, and a store can be there before it.
    pinia._p.push(({ store }) => this.#onSetup(store.$id))
  }

  /** Registers what ends with the current scope, or with the setup that it belongs to. */
  add(end: () => void): void {
    const scope = getCurrentScope()
    if (scope === undefined) return
    const registration = { scope, end }
    this.#registrations.add(registration)
    onScopeDispose(() => this.#registrations.delete(registration))
  }

  /** Runs in the scope of a store whose setup has just run. */
  #onSetup(storeId: string): void {
    const scope = getCurrentScope()!
    const isHot = storeId.startsWith(PREFIX)
    const id = isHot ? storeId.slice(PREFIX.length) : storeId
    const former = this.#scopes.get(id)
    this.#scopes.set(id, scope)
    if (isHot) this.#end(former)
    // `$dispose()` ends this scope alone, not those of hot updates.
    else onScopeDispose(() => this.#forget(id))
  }

  #forget(id: string): void {
    this.#end(this.#scopes.get(id))
    this.#scopes.delete(id)
  }

  #end(scope: EffectScope | undefined): void {
    for (const registration of this.#registrations) {
      if (!isWithin(registration.scope, scope)) continue
      this.#registrations.delete(registration)
      registration.end()
    }
  }
}

function isWithin(scope: EffectScope, outer: EffectScope | undefined): boolean {
  for (let at: EffectScope | undefined = scope; at; at = parentOf(at)) if (at === outer) return true
  return false
}

/** Vue's types leave it out. */
function parentOf(scope: EffectScope): EffectScope | undefined {
  return (scope as { parent?: EffectScope }).parent
}
