import { execFile } from 'node:child_process'
import { bundle } from './bundle.ts'
import { runBoth, type Run } from './run.ts'
import type { Results } from './run-checks.ts'

/** All checks in a Node of their own, whose WebSocket and CloseEvent no test runner has touched. */
export async function runInNode(): Promise<Run> {
  const code = await bundle('in-node.ts')
  const outcomes = await runBoth(async (side, addresses) => {
    const { stdout, stderr } = await runCode(code, side, JSON.stringify(addresses))
    return { results: JSON.parse(stdout) as Results, printed: stderr === '' ? [] : [stderr] }
  })
  return { runtime: 'node', version: process.versions.node, ...outcomes }
}

/** Node 20 has its WebSocket behind a flag. */
const FLAGS = ['--experimental-websocket', '--no-warnings', '--input-type=module']

function runCode(code: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env
  const options = { env, maxBuffer: 10_000_000 }
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [...FLAGS, '-', ...args],
      options,
      (error, stdout, stderr) => {
        if (error === null) resolve({ stdout, stderr })
        else reject(error)
      },
    )
    child.stdin?.end(code)
  })
}
