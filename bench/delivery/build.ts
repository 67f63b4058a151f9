import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPrograms } from '../support/build-programs.ts'

export interface BuiltNode {
  /** The program of a node. */
  readonly path: string
  /** The program of many clients. */
  readonly crowd: string
  remove(): void
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Builds the program of a node as it would be deployed. */
export async function buildNode(): Promise<BuiltNode> {
  const { folder, remove } = await buildPrograms({ node: at('node.ts'), crowd: at('crowd.ts') })
  return { path: join(folder, 'node.js'), crowd: join(folder, 'crowd.js'), remove }
}
