/** The environment as a user's shell has it: without what a test runner sets. */
export function userEnv(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env
  return env
}
