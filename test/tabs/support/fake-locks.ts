import type { TabLocks } from 'vue-heartbeat-socket/tabs'

interface Request {
  readonly client: string
  readonly name: string
  readonly grant: () => void
  readonly reject: (error: Error) => void
}

const abortError = (): Error => new DOMException('The lock was stolen or aborted', 'AbortError')

/** The locks of one origin, exclusive ones only. Everything about them is asynchronous. */
export class FakeLocks {
  /** Locks taken by force so far, as names of their takers. */
  readonly steals: string[] = []
  /** What `query()` does. */
  query: 'answers' | 'throws' | 'hangs' = 'answers'
  readonly #held = new Map<string, Request>()
  #waiting: Request[] = []

  /** How many are held or waited for. */
  get count(): number {
    return this.#held.size + this.#waiting.length
  }

  /** Who holds it. */
  holder(name: string): string | undefined {
    return this.#held.get(name)?.client
  }

  /** The names of all locks that are held. */
  get names(): string[] {
    return [...this.#held.keys()]
  }

  /** `navigator.locks` of a page. */
  of(client: string): TabLocks {
    return {
      request: ((name: string, options: LockOptions, hold: () => Promise<void>) =>
        new Promise<void>((resolve, reject) => {
          const grant = (): void => {
            this.#held.set(name, request)
            void Promise.resolve()
              .then(hold)
              .then(resolve, reject)
              .then(() => this.#release(request))
          }
          const request: Request = { client, name, grant, reject }
          if (options.steal) this.#steal(request)
          else this.#wait(request, options.signal!)
        })) as TabLocks['request'],
      query: async () => {
        if (this.query === 'throws') throw new DOMException('Not here', 'SecurityError')
        if (this.query === 'hangs') await new Promise(() => {})
        return { held: this.#list(), pending: [] }
      },
    }
  }

  /** The page is gone: what it held is free, and it hears of nothing. */
  drop(client: string): void {
    this.#waiting = this.#waiting.filter((request) => request.client !== client)
    for (const request of this.#held.values()) {
      if (request.client === client) this.#release(request)
    }
  }

  #list(): LockInfo[] {
    return [...this.#held.values()].map(({ client: clientId, name }) => ({
      clientId,
      name,
      mode: 'exclusive',
    }))
  }

  #wait(request: Request, signal: AbortSignal): void {
    signal.addEventListener('abort', () => {
      if (!this.#waiting.includes(request)) return
      this.#waiting = this.#waiting.filter((one) => one !== request)
      request.reject(abortError())
    })
    this.#waiting.push(request)
    this.#grantNext(request.name)
  }

  #steal(request: Request): void {
    this.steals.push(request.client)
    const former = this.#held.get(request.name)
    former?.reject(abortError())
    request.grant()
  }

  #release(request: Request): void {
    if (this.#held.get(request.name) !== request) return
    this.#held.delete(request.name)
    this.#grantNext(request.name)
  }

  #grantNext(name: string): void {
    if (this.#held.has(name)) return
    const next = this.#waiting.find((request) => request.name === name)
    if (!next) return
    this.#waiting = this.#waiting.filter((request) => request !== next)
    next.grant()
  }
}
