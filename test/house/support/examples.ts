import { dirname, join } from 'node:path'
import ts from 'typescript'
import { codeBlocks } from './markdown.ts'
import { ROOT } from './project.ts'

/** What Vue's compiler knows. */
const SHIMS = `
    declare const defineProps: typeof import('vue').defineProps
    declare module '*.vue' {
      const component: import('vue').Component
      export default component
    }`

/** A piece of TypeScript, as a file. */
export interface Example {
  readonly path: string
  readonly source: string
}

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  ROOT,
)

/** Libraries are read once for all programs. */
const libraries = new Map<string, ts.SourceFile | undefined>()

/**
 * The TypeScript in a document's examples, each piece on the line that it has there, as if it stood
 * in this folder, from which its imports are resolved.
 */
export function examplesIn(document: string, folder = 'test/examples'): Example[] {
  return codeBlocks(document)
    .filter(({ language }) => language === 'ts' || language === 'vue')
    .map(({ language, code, line }) => ({
      path: join(ROOT, folder, `${document.replaceAll('/', '-')}-${line}.ts`),
      source: '\n'.repeat(line - 1) + (language === 'vue' ? scriptOf(code) : code) + '\nexport {}',
    }))
}

/** Whether it declares what messages are, which holds in all of a program. */
export function declaresMessages({ source }: Example): boolean {
  return source.includes('declare module')
}

function scriptOf(component: string): string {
  const [, script = ''] = /^<script setup lang="ts">(.*?)^<\/script>$/ms.exec(component) ?? []
  return script
}

/** What is wrong with these examples as one program, as the compiler prints it. */
export function problemsIn(examples: readonly Example[]): string[] {
  const shims = { path: join(dirname(examples[0]!.path), 'vue.d.ts'), source: SHIMS }
  const sources = new Map([shims, ...examples].map(({ path, source }) => [path, source]))
  const host = hostWith(sources)
  const program = ts.createProgram(
    [...sources.keys()],
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
    host,
  )
  return [...sources.keys()]
    .flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
    .map((diagnostic) => ts.formatDiagnostic(diagnostic, host))
}

/** The file system, and these files on top of it. */
function hostWith(sources: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const { fileExists, directoryExists, getSourceFile } = host
  host.fileExists = (path) => sources.has(path) || fileExists(path)
  const folders = new Set([...sources.keys()].map(dirname))
  host.directoryExists = (path) => folders.has(path) || directoryExists!(path)
  host.getSourceFile = (path, version) => {
    const source = sources.get(path)
    if (source !== undefined) return ts.createSourceFile(path, source, version)
    if (!libraries.has(path)) libraries.set(path, getSourceFile(path, version))
    return libraries.get(path)
  }
  return host
}
