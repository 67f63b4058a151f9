import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { alias } from '../../../entries.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** The checks and the engine in one text, so that all runtimes run the same. */
export async function bundle(entry: string): Promise<string> {
  const result = await build({
    root: HERE,
    configFile: false,
    logLevel: 'warn',
    mode: 'development',
    // A development build, because that one checks more.
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: { alias },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: `${HERE}${entry}`, formats: ['es'] },
    },
  })
  const [built] = [result].flat()
  if (built === undefined || !('output' in built)) throw new Error('Nothing was built')
  return built.output[0].code
}
