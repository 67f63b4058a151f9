import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { importsOf, layerOf, type Import } from './support/imports.ts'
import { filesIn, parse } from './support/project.ts'

const FILES = filesIn('src')
const IMPORTS = FILES.flatMap(importsOf)
const WITHIN = IMPORTS.filter(({ to }) => to.startsWith('src/'))
const OUTSIDE = IMPORTS.filter(({ to }) => !to.startsWith('src/'))
const DEVTOOLS = 'src/devtools/'

const isDevtools = (path: string): boolean => path.startsWith(DEVTOOLS)

const describeImport = ({ from, to }: Import): string => `${from} imports ${to}`

/** What the files of a layer import of other layers. */
function foreignImports(layer: string): Import[] {
  return WITHIN.filter(({ from, to }) => layerOf(from) === layer && layerOf(to) !== layer)
}

describe('layers', () => {
  it.each([
    { layer: 'diagnostics', allowed: [] },
    { layer: 'timers', allowed: [] },
    { layer: 'protocol', allowed: [] },
    { layer: 'session', allowed: ['timers', 'options', 'protocol', 'diagnostics'] },
    { layer: 'server', allowed: ['protocol', 'timers', 'diagnostics'] },
    { layer: 'tabs', allowed: ['timers', 'options', 'connection', 'diagnostics'] },
    { layer: 'worker-timers', allowed: ['timers'] },
    { layer: 'options', allowed: ['timers', 'diagnostics'] },
    { layer: 'connection', allowed: ['timers', 'options', 'diagnostics'] },
    { layer: 'websocket', allowed: ['timers', 'options', 'connection', 'diagnostics'] },
    { layer: 'socket', allowed: ['timers', 'options', 'connection', 'websocket', 'diagnostics'] },
    { layer: 'store', allowed: ['timers', 'options', 'connection', 'diagnostics'] },
    { layer: 'devtools', allowed: ['timers', 'options', 'connection', 'store', 'diagnostics'] },
    {
      layer: 'plugin',
      allowed: ['timers', 'options', 'connection', 'store', 'devtools', 'diagnostics'],
    },
    { layer: 'testing', allowed: ['timers', 'options', 'socket', 'plugin'] },
    { layer: 'index', allowed: ['socket', 'store', 'plugin'] },
  ])('$layer imports only $allowed', ({ layer, allowed }: { layer: string; allowed: string[] }) => {
    const wrong = foreignImports(layer).filter(({ to }) => !allowed.includes(layerOf(to)))

    expect(wrong.map(describeImport)).toEqual([])
  })

  it('there are no others', () => {
    const layers = new Set(FILES.map(layerOf))

    expect([...layers].sort()).toEqual(
      [
        'connection',
        'devtools',
        'diagnostics',
        'index',
        'options',
        'plugin',
        'protocol',
        'server',
        'session',
        'socket',
        'store',
        'tabs',
        'testing',
        'timers',
        'websocket',
        'worker-timers',
      ].sort(),
    )
  })

  it.each(['src/index.ts', 'src/socket.ts'])('%s names exports and does nothing else', (entry) => {
    const others = parse(entry).statements.filter((statement) => !ts.isExportDeclaration(statement))

    expect(others.map((statement) => statement.getText())).toEqual([])
  })

  it('the testing kit takes nothing but types, and the plugin to mount an app with', () => {
    const values = foreignImports('testing').filter(({ isTypeOnly }) => !isTypeOnly)

    expect(values.map(describeImport)).toEqual([
      'src/testing/mount-options.ts imports src/plugin/heartbeat-socket.ts',
    ])
  })

  it('every import names a file that exists', () => {
    const missing = WITHIN.filter(({ to }) => !FILES.includes(to))

    expect(missing.map(describeImport)).toEqual([])
  })

  it('no import leaves src but for a package', () => {
    const strays = OUTSIDE.filter(({ to }) => to.startsWith('.') || to.includes('.ts'))

    expect(strays.map(describeImport)).toEqual([])
  })
})

describe('packages', () => {
  it.each([
    { layer: 'diagnostics', allowed: ['nostics'] },
    { layer: 'timers', allowed: [] },
    { layer: 'protocol', allowed: [] },
    { layer: 'server', allowed: ['nostics'] },
    { layer: 'tabs', allowed: ['nostics'] },
    { layer: 'worker-timers', allowed: [] },
    { layer: 'options', allowed: [] },
    { layer: 'connection', allowed: [] },
    { layer: 'websocket', allowed: [] },
    { layer: 'store', allowed: ['pinia', 'vue'] },
    { layer: 'devtools', allowed: ['@vue/devtools-api', 'vue'] },
    { layer: 'plugin', allowed: ['pinia', 'vue'] },
    { layer: 'testing', allowed: ['pinia', 'vue'] },
    { layer: 'index', allowed: [] },
  ])('$layer uses only $allowed', ({ layer, allowed }: { layer: string; allowed: string[] }) => {
    const wrong = OUTSIDE.filter(({ from, to }) => layerOf(from) === layer && !allowed.includes(to))

    expect(wrong.map(describeImport)).toEqual([])
  })
})

describe('devtools', () => {
  it('are loaded once, by a dynamic import of the plugin', () => {
    const loads = WITHIN.filter(({ from, to }) => isDevtools(to) && !isDevtools(from))

    expect(loads).toEqual([
      expect.objectContaining({ to: `${DEVTOOLS}index.ts`, kind: 'dynamic', isTypeOnly: false }),
    ])
    expect(layerOf(loads[0]!.from)).toBe('plugin')
  })

  it('alone use the devtools API', () => {
    const users = OUTSIDE.filter(({ to }) => to === '@vue/devtools-api').map(({ from }) => from)

    expect(users).not.toEqual([])
    expect(users.filter((path) => !isDevtools(path))).toEqual([])
  })

  it('are the only thing that is loaded dynamically', () => {
    const dynamic = IMPORTS.filter(({ kind }) => kind === 'dynamic')

    expect(dynamic.map(({ to }) => to)).toEqual([`${DEVTOOLS}index.ts`])
  })
})

describe('cycles', () => {
  it('there are none, type-only imports included', () => {
    expect(cycles()).toEqual([])
  })
})

/** Each cycle of imports, as `a > b > a`. */
function cycles(): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) {
      found.push([...path.slice(start), file].join(' > '))
      return
    }
    if (done.has(file)) return
    for (const { from, to } of WITHIN) if (from === file) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of FILES) visit(file, [])
  return found
}
