import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { NodeState } from './api.ts'
import type { NodeReport, NodeSetup } from './setup.ts'

/** A node in a process of its own, which is started again when it ends. */
export class NodeProcess {
  /** Where it listens; `null` while it starts. */
  port: number | null = null
  readonly #program: string
  readonly #setup: NodeSetup
  readonly #changed: () => void
  #child: ChildProcess | null = null
  #said = { clients: 0, handled: 0 }
  #kills = 0
  #isOver = false

  /** @param changed - called when its port is another one */
  constructor(program: string, setup: NodeSetup, changed: () => void) {
    this.#program = program
    this.#setup = setup
    this.#changed = changed
  }

  get state(): NodeState {
    const { name } = this.#setup
    const pid = this.port === null ? null : (this.#child?.pid ?? null)
    return { name, pid, ...this.#said, kills: this.#kills }
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const child = fork(this.#program, [JSON.stringify(this.#setup)], { execArgv: [] })
    this.#child = child
    child.on('exit', () => this.#ended())
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`The process of ${this.#setup.name} has ended`)))
      child.on('message', (report: NodeReport) => {
        if (!('listening' in report)) {
          this.#said = report
          return
        }
        this.port = report.listening
        this.#changed()
        resolve()
      })
    })
  }

  /** Kills it, as a machine that fails would: without a word to its clients. */
  kill(): void {
    if (this.port === null) return
    this.#kills++
    this.#child?.kill('SIGKILL')
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.#isOver = true
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  #ended(): void {
    const hasServed = this.port !== null
    this.port = null
    this.#said = { clients: 0, handled: 0 }
    this.#changed()
    // One that has never listened would not the next time either.
    if (!this.#isOver && hasServed) this.start().catch(() => {})
  }
}
