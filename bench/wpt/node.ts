import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Agent, fetch } from 'undici'
import { build } from 'vite'
import { alias } from '../../entries.ts'
import type { Outcome } from './outcome.ts'
import type { Side } from './sides.ts'

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/wpt/bundle', import.meta.url))

/** A page for Node: its scripts. */
export interface Page {
  readonly side: Side
  readonly address: string
  readonly scripts: readonly Script[]
}

interface Script {
  readonly code: string
  readonly filename: string
}

/** Builds what runs a page in Node: one file, which starts the sooner. */
export async function buildForNode(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'development',
    resolve: { alias },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('in-node.ts', import.meta.url)),
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'in-node.mjs' } },
    },
  })
}

/** Runs one page in a Node of its own. */
export async function runInNode(side: Side, address: string, timeout: number): Promise<Outcome> {
  const page: Page = { side, address, scripts: await load(address) }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--no-warnings', `${FOLDER}/in-node.mjs`],
      { timeout, maxBuffer: 10_000_000 },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout) as Outcome)
        else resolve({ trouble: error.killed ? 'no answer' : stderr, subtests: [] })
      },
    )
    child.stdin?.end(JSON.stringify(page))
  })
}

/** The scripts of a page, in their order. */
async function load(address: string): Promise<Script[]> {
  const html = await get(address)
  const found = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gis)]
  return Promise.all(
    found.map(async ([, attributes, code], at) => {
      const src = /\bsrc=["']?([^"'\s]+)/.exec(attributes!)?.[1]
      if (!src) return { code: code!, filename: `${address}#${at}` }
      const filename = new URL(src, address).href
      return { code: await getOnce(filename), filename }
    }),
  )
}

const got = new Map<string, Promise<string>>()

/** Each page asks for the harness. */
function getOnce(url: string): Promise<string> {
  const text = got.get(url) ?? get(url)
  got.set(url, text)
  return text
}

const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })

async function get(url: string): Promise<string> {
  const local = new URL(url)
  local.hostname = '127.0.0.1'
  const response = await fetch(local, { dispatcher })
  if (!response.ok) throw new Error(`${response.status} ${url}`)
  return response.text()
}
