// Runs a program of this folder, which builds those of its processes itself.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const [name = 'main.ts', ...args] = process.argv.slice(2)
const { module: entries } = await runnerImport(
  fileURLToPath(new URL('../../entries.ts', import.meta.url)),
)
const { module } = await runnerImport(fileURLToPath(new URL(name, import.meta.url)), {
  resolve: { alias: entries.alias },
})
await module.main(args)
process.exit()
