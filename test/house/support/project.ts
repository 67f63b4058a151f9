import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url))

const NOT_OURS = new Set(['.git', 'dist', 'node_modules'])

/** What the site writes from the sources. */
const GENERATED = 'docs/api'

/** The files below a folder, by their paths from the root, with `/`. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
      if (path === GENERATED) return []
      return entry.isDirectory() ? filesIn(path) : [path]
    })
    .sort()
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
}

/** All nodes below this one, in the order of the source. */
export function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (child: ts.Node): void => {
    found.push(child)
    ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return found
}

/** The names of an interface's members. */
export function membersOf(path: string, name: string): string[] {
  const declaration = descendants(parse(path)).find(
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === name,
  )
  if (declaration === undefined) throw new Error(`${path} declares no interface ${name}`)
  const { members } = declaration as ts.InterfaceDeclaration
  return members.map((member) => (member.name as ts.Identifier).text)
}

/** The texts of a union of string literals. */
export function textsOf(path: string, name: string): string[] {
  const declaration = descendants(parse(path)).find(
    (node) => ts.isTypeAliasDeclaration(node) && node.name.text === name,
  )
  if (declaration === undefined) throw new Error(`${path} declares no type ${name}`)
  return descendants(declaration)
    .filter(ts.isStringLiteral)
    .map(({ text }) => text)
}
