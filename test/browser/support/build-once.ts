import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'
import { inject } from 'vitest'

/**
 * Builds with this configuration, for the first file of tests that asks for it: they run one after
 * another. A development build, because that one warns. Returns the folder of what was built.
 */
export async function buildOnce(name: string, config: InlineConfig): Promise<string> {
  const outDir = join(inject('builds'), name)
  if (existsSync(outDir)) return outDir
  await build({
    ...config,
    logLevel: 'warn',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      rolldownOptions: { ...config.build?.rolldownOptions, checks: { pluginTimings: false } },
    },
  })
  return outDir
}
