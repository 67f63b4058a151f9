import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findPython } from '../../../scripts/find-python.js'

const PROGRAM = fileURLToPath(
  new URL('../../../docs/examples/heartbeat_server.py', import.meta.url),
)

/** The example's process. */
export interface PythonServer {
  readonly url: string
  /** Resolves when the message is in the log. */
  publish(message: unknown): Promise<void>
  stop(): Promise<void>
}

export async function startPythonServer(logSize = 10_000): Promise<PythonServer> {
  const python = findPython()
  if (!('path' in python)) throw new Error(python.problem)
  const child = spawn(python.path, [PROGRAM, '0', `${logSize}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const nextLine = async (): Promise<string> => String(await once(lines, 'line'))
  const ended = once(child, 'exit')
  const port = await nextLine()
  return {
    url: `ws://127.0.0.1:${port}`,
    async publish(message) {
      const kept = nextLine()
      child.stdin.write(`${JSON.stringify(message)}\n`)
      await kept
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
