import { posix } from 'node:path'
import ts from 'typescript'
import { descendants, parse } from './project.ts'

export interface Import {
  readonly from: string
  /** A path from the root, or a package's name. */
  readonly to: string
  readonly kind: 'static' | 'dynamic'
  /** Whether nothing of it is left in JavaScript. */
  readonly isTypeOnly: boolean
}

/** What a file imports or re-exports, types included. */
export function importsOf(from: string): Import[] {
  return descendants(parse(from)).flatMap((node): Import[] => {
    const found = specifierOf(node)
    return found === null ? [] : [{ from, to: resolve(from, found.specifier), ...found }]
  })
}

/** The layer of a source file: its folder in `src`, or its own name where it is in none. */
export function layerOf(path: string): string {
  return path.split('/')[1]!.replace(/\.ts$/, '')
}

function specifierOf(
  node: ts.Node,
): { specifier: string; kind: Import['kind']; isTypeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) {
    const specifier = textOf(node.moduleSpecifier)
    const isTypeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier, kind: 'static', isTypeOnly }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const specifier = textOf(node.moduleSpecifier)
    return { specifier, kind: 'static', isTypeOnly: node.isTypeOnly }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: textOf(node.argument.literal), kind: 'static', isTypeOnly: true }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return { specifier: textOf(node.arguments[0]!), kind: 'dynamic', isTypeOnly: false }
  }
  return null
}

function textOf(node: ts.Node): string {
  if (!ts.isStringLiteralLike(node)) throw new Error(`Not a plain text: ${node.getText()}`)
  return node.text
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.')
    ? posix.join(posix.dirname(from), specifier)
    : specifier.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1')
}
