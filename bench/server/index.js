// Builds server and clients as they would be deployed, and runs them in processes of their own.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, runnerImport } from 'vite'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

const { module } = await runnerImport(file('../../entries.ts'))
// In the project, so that the packages are found from there.
const cache = file('../../node_modules/.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'heartbeat-server-'))
try {
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: module.alias },
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: { input: { main: file('main.ts'), clients: file('clients.ts') } },
    },
  })
  const args = ['--expose-gc', join(folder, 'main.js'), ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, { stdio: ['inherit', 'inherit', 'inherit'] })
  process.exitCode = await new Promise((resolve) => child.on('close', resolve))
} finally {
  rmSync(folder, { recursive: true })
}
