import { delimiter, join } from 'node:path'

/**
 * Where a command would be, the likeliest place first.
 * @param {string} command
 */
export function onPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, command))
}
