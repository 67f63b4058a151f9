import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the suite that holds tests. */
export interface SuiteFile {
  /** From the root of the suite. */
  readonly path: string
  readonly text: string
}

/** The revision of a clone. */
export function nameOfSuite(suite: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', suite, ...args], { encoding: 'utf8' }).trim()
  return git('log', '-1', '--format=%h of %cs')
}

const TEST = /\.(html|htm|(any|window|worker)\.js)$/

/** The files under `websockets` that hold tests. */
export function filesOf(suite: string): SuiteFile[] {
  return readdirSync(join(suite, 'websockets'), { recursive: true })
    .map((name) => `websockets/${String(name)}`)
    .filter((path) => TEST.test(path))
    .map((path) => ({ path, text: readFileSync(join(suite, path), 'utf8') }))
    .filter(({ path, text }) => path.endsWith('.js') || text.includes('/resources/testharness.js'))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What the suite makes of an `.any.js`, by the global that it then runs in. */
const ENDINGS = { window: '.html', dedicatedworker: '.worker.html' }

/** Where a test can run. */
export type Scope = keyof typeof ENDINGS

/**
 * The pages of a file, in the first of its variants: the others are the same over TLS or HTTP/2,
 * which is not for a `WebSocket` to know.
 */
export function pagesOf({ path, text }: SuiteFile, scopes: readonly Scope[]): string[] {
  const [variant = ''] = matches(
    text,
    /META: *variant=(\S*)|name=["']?variant["']? content="([^"]*)"/g,
  )
  return pathsOf(path, text, scopes).map((page) => page + variant)
}

/** Whether the suite gives a file a minute, not ten seconds. */
export function isLong({ text }: SuiteFile): boolean {
  return /META: *timeout=long|name=["']?timeout["']? content=["']?long/.test(text)
}

function pathsOf(path: string, text: string, scopes: readonly Scope[]): string[] {
  if (!path.endsWith('.js')) return [path]
  if (!path.endsWith('.any.js')) return [path.replace(/\.js$/, '.html')]
  const [named = 'window,dedicatedworker'] = matches(text, /META: *global=(\S+)/g)
  const isNamed = (scope: Scope) => named.split(',').some((name) => scope.endsWith(name))
  return scopes.filter(isNamed).map((scope) => path.replace(/\.js$/, ENDINGS[scope]))
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, a, b]) => a ?? b ?? '')
}
