import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { NodeSetup, Order, Report } from './setup.ts'

/** A node in a process of its own. */
export interface NodeProcess {
  readonly port: number
  ask<Answer>(order: Order): Promise<Answer>
  signal(name: NodeJS.Signals): void
  kill(): Promise<void>
}

export interface NodeListeners {
  handled(names: readonly string[]): void
  error(text: string): void
}

export async function startNode(
  path: string,
  setup: NodeSetup,
  listeners: NodeListeners,
): Promise<NodeProcess> {
  const child = fork(path, [JSON.stringify(setup)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let complaints = ''
  child.stderr!.on('data', (text) => (complaints += text))
  const ended = once(child, 'exit')
  let listening = (_port: number): void => {}
  let answer = (_answer: unknown): void => {}
  const port = new Promise<number>((resolve) => (listening = resolve))
  child.on('message', (report: Report) => {
    if ('listening' in report) listening(report.listening)
    else if ('handled' in report) listeners.handled(report.handled)
    else if ('error' in report) listeners.error(report.error)
    else answer(report.answer)
  })
  const failed = ended.then(() => {
    throw new Error(`A node has ended: ${complaints}`)
  })
  // Those that are killed on purpose.
  failed.catch(() => {})

  return {
    port: await Promise.race([port, failed]),
    ask: async <Answer>(order: Order): Promise<Answer> => {
      child.send(order)
      const answered = new Promise<unknown>((resolve) => (answer = resolve))
      return (await Promise.race([answered, failed])) as Answer
    },
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
