import { choicesOf } from './choices.ts'
import { defaultOf } from './defaults.ts'
import { fields } from './fields.ts'
import { split, valueOf, type Setup } from './setup.ts'

/** Objects that are wider stand on several lines. */
const WIDTH = 44

type Lines = readonly (readonly [key: string, code: string])[]

/** The program that sets a socket up like this: what has its default is left out. */
export function toCode(setup: Setup, socket = 'default'): string {
  const options = printLines(topLevel(setup))
  const given =
    socket === 'default' ? options : printLines([['sockets', printLines([[socket, options]])]])
  return `${imports(setup)}

createApp(App)
  .use(createPinia())
  .use(HeartbeatSocket, ${indent(given, 2)})
  .mount('#app')
`
}

function imports(setup: Setup): string {
  const own = isSet(setup).map((path) => choicesOf(path).get(setup[path]!)?.imports ?? '')
  return [
    `import { createPinia } from 'pinia'`,
    ...own.filter((line) => line.includes(`'valibot'`)),
    `import { createApp } from 'vue'`,
    `import { HeartbeatSocket } from 'vue-heartbeat-socket'`,
    ...own.filter((line) => line.includes(`'vue-`)),
    `import App from './App.vue'`,
  ].join('\n')
}

function topLevel(setup: Setup): Lines {
  const paths = isSet(setup)
  const keys = [...new Set(paths.map((path) => split(path)[0]))]
  return keys.map((key) => [
    key,
    setup[key] === undefined ? print(members(setup, key, paths)) : printValue(key, setup[key]),
  ])
}

const members = (setup: Setup, group: string, paths: string[]): Lines =>
  paths
    .filter((path) => split(path)[0] === group)
    .map((path) => [split(path)[1]!, printValue(path, setup[path]!)])

/** What is set to something else than its default, in the order of the documentation. */
function isSet(setup: Setup): string[] {
  return fields
    .map(({ path }) => path)
    .filter((path) => setup[path] !== undefined && setup[path] !== defaultOf(path))
    .filter((path) => !path.includes('.') || setup[split(path)[0]] === undefined)
}

function printValue(path: string, text: string): string {
  const choice = choicesOf(path).get(text)
  return choice ? choice.code : literal(valueOf(path, text))
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return grouped(value)
  return String(value)
}

/** In single quotes, as this package writes its own code. */
function quote(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
  return `'${inner.replaceAll("'", String.raw`\'`)}'`
}

/** `15_000`, not `15000`. */
const grouped = (value: number): string =>
  Number.isSafeInteger(value) ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_') : String(value)

/** An object; on one line if it fits. */
function print(lines: Lines): string {
  const line = `{ ${lines.map(printLine).join(', ')} }`
  return line.length <= WIDTH && !line.includes('\n') ? line : printLines(lines)
}

const printLines = (lines: Lines): string =>
  `{\n${lines.map((line) => `  ${indent(printLine(line), 2)},\n`).join('')}}`

const printLine = ([key, code]: Lines[number]): string => `${propertyName(key)}: ${code}`

const propertyName = (key: string): string => (/^[a-z_$][\w$]*$/i.test(key) ? key : quote(key))

const indent = (code: string, by: number): string => code.replaceAll('\n', `\n${' '.repeat(by)}`)
