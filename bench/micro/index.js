// Builds program.ts as an app would have it, and runs it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, runnerImport } from 'vite'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

process.env.NODE_ENV = 'production'
const { module } = await runnerImport(file('main.ts'))
const folder = mkdtempSync(join(tmpdir(), 'heartbeat-micro-'))
try {
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: module.alias },
    ssr: { noExternal: true },
    build: { ssr: file('tasks.ts'), outDir: folder, emptyOutDir: true },
  })
  const { tasks } = await import(pathToFileURL(join(folder, 'tasks.js')).href)
  await module.main(process.argv.slice(2), tasks)
} finally {
  rmSync(folder, { recursive: true })
}
