import { execFile } from 'node:child_process'

/**
 * Runs a command of Node in a folder, as a user's shell would: without what a test runner sets.
 * Rejects with what it printed when it fails.
 */
export function runNode(cwd: string, args: readonly string[]): Promise<string> {
  return run(cwd, process.execPath, args)
}

export function run(cwd: string, command: string, args: readonly string[]): Promise<string> {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error }))
    })
  })
}
