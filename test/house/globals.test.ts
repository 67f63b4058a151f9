import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { descendants, filesIn, ROOT } from './support/project.ts'

/** Timers, clocks and sources of random numbers. */
const FORBIDDEN = new Set([
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'queueMicrotask',
  'scheduler',
  'MessageChannel',
  'Date',
  'performance',
  'timeStamp',
  'hrtime',
  'crypto',
])

/** The same for members of globals that are harmless otherwise. */
const FORBIDDEN_MEMBERS = new Set(['Math.random', 'AbortSignal.timeout', 'process.nextTick'])

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global'])

const uses = findUses()

it('only src/timer touches the timers, the clock and the random numbers of the platform', () => {
  const elsewhere = uses.filter(
    ({ path }) => !path.startsWith('src/timers/') && !path.startsWith('src/testing/'),
  )

  expect(elsewhere).toEqual([])
})

it('of the testing kit only flush.ts waits for a real task', () => {
  const inKit = uses.filter(({ path }) => path.startsWith('src/testing/'))

  expect(new Set(inKit.map(({ path, name }) => `${path}: ${name}`))).toEqual(
    new Set(['src/testing/flush.ts: setImmediate', 'src/testing/flush.ts: MessageChannel']),
  )
})

it('finds what src/timer does touch', () => {
  const names = new Set(
    uses.filter(({ path }) => path.startsWith('src/timers/')).map(({ name }) => name),
  )

  expect(names).toEqual(
    new Set([
      'Date',
      'Math.random',
      'MessageChannel',
      'cancelAnimationFrame',
      'crypto',
      'clearTimeout',
      'requestAnimationFrame',
      'setTimeout',
    ]),
  )
})

interface Use {
  readonly path: string
  readonly line: number
  readonly name: string
}

function findUses(): Use[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  )
  const paths = filesIn('src')
  const program = ts.createProgram(
    paths.map((path) => join(ROOT, path)),
    options,
  )
  const checker = program.getTypeChecker()
  return paths.flatMap((path) => {
    const file = program.getSourceFile(join(ROOT, path))!
    return descendants(file)
      .filter(ts.isIdentifier)
      .filter((node) => !isInType(node))
      .flatMap((node): Use[] => {
        const name = forbiddenName(node, checker)
        const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
        return name === null ? [] : [{ path, line: line + 1, name }]
      })
  })
}

/** What an identifier refers to, if that is forbidden. */
function forbiddenName(node: ts.Identifier, checker: ts.TypeChecker): string | null {
  const { parent, text } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const owner = bare(parent.expression)
    const member = `${owner.getText()}.${text}`
    if (FORBIDDEN_MEMBERS.has(member)) return member
    if (FORBIDDEN.has(text) && isGlobalObject(owner)) return text
  }
  if (ts.isBindingElement(parent)) return fromGlobalObject(node, parent)
  return FORBIDDEN.has(text) && isOfPlatform(node, checker) ? text : null
}

/** The name that a destructuring takes out of a global object, if that is forbidden. */
function fromGlobalObject(node: ts.Identifier, element: ts.BindingElement): string | null {
  const taken = element.propertyName ?? element.name
  const { parent: declaration } = element.parent
  if (taken !== node || !ts.isVariableDeclaration(declaration)) return null
  const owner = declaration.initializer && bare(declaration.initializer)
  if (owner === undefined || !ts.isIdentifier(owner)) return null
  const member = `${owner.text}.${node.text}`
  if (FORBIDDEN_MEMBERS.has(member)) return member
  return FORBIDDEN.has(node.text) && isGlobalObject(owner) ? node.text : null
}

/** Without parentheses, `as` and `!`. */
function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node)
    ? bare(node.expression)
    : node
}

function isGlobalObject(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && GLOBAL_OBJECTS.has(node.text)
}

/** Whether it is declared by the platform's libraries rather than by us. */
function isOfPlatform(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node)
  const declarations = symbol?.declarations ?? []
  return declarations.some((declaration) => {
    const { fileName } = declaration.getSourceFile()
    return /\/typescript\/lib\/lib\.|\/@types\/node\//.test(fileName)
  })
}

function isInType(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isTypeNode(at) || ts.isInterfaceDeclaration(at)) return true
    if (ts.isStatement(at)) return false
  }
  return false
}
