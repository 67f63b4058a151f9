import { dirname, join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { codeBlocks } from './support/markdown.ts'
import { filesIn, ROOT } from './support/project.ts'

/** Where the examples are taken to stand. */
const FOLDER = join(ROOT, 'test/examples')

/** What Vue's compiler knows. */
const SHIMS = {
  path: join(FOLDER, 'vue.d.ts'),
  source: `
    declare const defineProps: typeof import('vue').defineProps
    declare module '*.vue' {
      const component: import('vue').Component
      export default component
    }`,
}

interface Source {
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

it("the documents' examples type-check", { timeout: 60_000 }, () => {
  const examples = filesIn('.')
    .filter((path) => path.endsWith('.md'))
    .flatMap(examplesIn)
  // What an example declares about messages is its own affair.
  const declares = ({ source }: Source) => source.includes('declare module')
  const plain = examples.filter((example) => !declares(example))
  const apart = examples.filter(declares).map((example) => [example])

  expect(plain.length).toBeGreaterThan(5)
  expect([plain, ...apart].flatMap(problemsIn)).toEqual([])
})

it("the README's examples type-check also where the messages it declares are declared", () => {
  const examples = examplesIn('README.md')

  expect(examples.some(({ source }) => source.includes('declare module'))).toBe(true)
  expect(problemsIn(examples)).toEqual([])
})

/** The TypeScript in a document's examples, each piece on the line that it has there. */
function examplesIn(document: string): Source[] {
  return codeBlocks(document)
    .filter(({ language }) => language === 'ts' || language === 'vue')
    .map(({ language, code, line }) => ({
      path: join(FOLDER, `${document.replaceAll('/', '-')}-${line}.ts`),
      source: '\n'.repeat(line - 1) + (language === 'vue' ? scriptOf(code) : code) + '\nexport {}',
    }))
}

function scriptOf(component: string): string {
  const [, script = ''] = /^<script setup lang="ts">(.*?)^<\/script>$/ms.exec(component) ?? []
  return script
}

function problemsIn(examples: readonly Source[]): string[] {
  const sources = new Map([SHIMS, ...examples].map(({ path, source }) => [path, source]))
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
  host.directoryExists = (path) => path === dirname(SHIMS.path) || directoryExists!(path)
  host.getSourceFile = (path, version) => {
    const source = sources.get(path)
    if (source !== undefined) return ts.createSourceFile(path, source, version)
    if (!libraries.has(path)) libraries.set(path, getSourceFile(path, version))
    return libraries.get(path)
  }
  return host
}
