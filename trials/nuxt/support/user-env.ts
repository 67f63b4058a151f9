/** The environment as a user's shell has it: without what npm and a test runner set. */
export function userEnv(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env
  // npm hands on this project's own list, and refuses one that does not come from a file.
  delete env['npm_config_allow_scripts']
  return env
}
