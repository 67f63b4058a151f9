import { effect, effectScope, type Ref } from 'vue'
import { socketError, type SocketError } from '../diagnostics.ts'
import type { SocketOptions } from '../options/options.ts'

type Url = SocketOptions['url']

/**
 * Follows a ref that holds a url. Its changes are taken together, in a microtask or when `update()`
 * is called: a login changes user and token one after the other, and no attempt may use a mixture.
 */
export class UrlRef {
  /** What the ref held last; `null` if its getter threw. */
  value: Url
  #error: SocketError | null = null
  readonly #changed: () => void
  readonly #read: () => void
  // Detached: the ref may outlive the component in whose setup the socket is created.
  readonly #scope = effectScope(true)
  #isStale = false

  /** @param changed - called when the value is another one, or the getter throws for the first time */
  constructor(ref: Readonly<Ref<Url>>, changed: () => void) {
    this.#changed = changed
    const read = (): void => {
      try {
        this.value = ref.value
        this.#error = null
      } catch (cause) {
        this.value = null
        this.#error ??= socketError('C0012', { option: 'url', cause })
      }
    }
    this.#read = this.#scope.run(() => effect(read, { scheduler: () => this.#mark() }))!
  }

  /** Takes up what has changed. */
  update(): void {
    if (!this.#isStale) return
    this.#isStale = false
    const [value, error] = [this.value, this.#error]
    this.#read()
    if (this.value !== value || this.#error !== error) this.#changed()
  }

  /** @throws SocketError while the ref's getter throws */
  check(): void {
    if (this.#error) throw this.#error
  }

  stop(): void {
    this.#isStale = false
    this.#scope.stop()
  }

  #mark(): void {
    if (this.#isStale) return
    this.#isStale = true
    // Not `queueMicrotask()`, which Jest's fake timers replace.
    void Promise.resolve().then(() => this.update())
  }
}
