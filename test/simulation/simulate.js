// Bundles the simulation, which is TypeScript, and runs it: `npm run simulate -- --seeds 1000`.
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, runnerImport } from 'vite'

// Inside of the repository, so that the bundle finds the packages that it needs.
const folder = fileURLToPath(new URL('../../node_modules/.cache/simulation', import.meta.url))

const { module } = await runnerImport(fileURLToPath(new URL('../../entries.ts', import.meta.url)))
await build({
  configFile: false,
  logLevel: 'warn',
  // The sources: a build that happens to lie in `dist` may be of another day.
  resolve: { alias: module.alias },
  build: {
    ssr: fileURLToPath(new URL('cli.ts', import.meta.url)),
    outDir: folder,
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'cli.mjs' } },
  },
})
await import(pathToFileURL(`${folder}/cli.mjs`).href)
