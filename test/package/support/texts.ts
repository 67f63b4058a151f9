import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const SRC = fileURLToPath(new URL('../../../src', import.meta.url))

/** Every text of at least three words in the sources but the testing kit's, templates in pieces. */
export function textsOfSource(): string[] {
  const paths = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  const texts = paths
    .filter((path) => path.endsWith('.ts') && !path.startsWith('testing'))
    .flatMap((path) => textsIn(readFileSync(join(SRC, path), 'utf8')))
    .map((text) => text.trim())
    .filter((text) => text.split(/\s+/).length >= 3)
  return [...new Set(texts)]
}

function textsIn(source: string): string[] {
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    ) {
      texts.push(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true))
  return texts
}
