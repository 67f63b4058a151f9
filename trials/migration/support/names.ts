import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/**
 * The names that declarations of a package give to members, those of types within them included.
 * What is private, or begins with an underscore, is no one's business.
 *
 * @param folder - where its `.d.ts` files lie
 * @param declarations - names of interfaces, classes and types
 */
export function memberNames(folder: string, declarations: readonly string[]): string[] {
  const found = new Set<string>()
  const missing = new Set(declarations)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.d.ts'))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(`${folder}/${file}`, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    )
    for (const statement of source.statements) {
      const name = (statement as Partial<ts.DeclarationStatement>).name?.getText()
      if (name === undefined || !declarations.includes(name)) continue
      missing.delete(name)
      collect(statement, found)
    }
  }
  if (missing.size > 0) throw new Error(`${folder} declares no ${[...missing].join()}`)
  return [...found]
}

function collect(node: ts.Node, found: Set<string>): void {
  ts.forEachChild(node, (child) => {
    const isPrivate =
      ts.canHaveModifiers(child) &&
      ts.getModifiers(child)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
    if (isPrivate || ts.isParameter(child)) return
    if ((ts.isTypeElement(child) || ts.isClassElement(child)) && child.name) {
      const name = child.name.getText()
      if (!name.startsWith('_')) found.add(name)
    }
    collect(child, found)
  })
}
