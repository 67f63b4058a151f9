import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of what is built once for all files of tests. */
    builds: string
  }
}

/** Provides a folder for builds, which is empty at the beginning of each run. */
export default function setUp(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-builds-'))
  project.provide('builds', folder)
  project.onTestsRerun(() => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  })
  return () => rmSync(folder, { recursive: true })
}
