// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createApp } from 'vue'
import { createPeer, type Peer } from './support/peer.ts'
import { readPages, slugOf } from './support/table.ts'
import { pass, settle } from './support/try-table.ts'

const modules = import.meta.glob<any>('./*/{before,after}/*')
const paths = Object.keys(modules).sort()

interface Run {
  readonly peer: Peer
  readonly printed: readonly unknown[]
}

/** Runs an example against a server of its own. */
async function run(path: string): Promise<Run> {
  const peer = createPeer()
  const printed: unknown[] = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  vi.stubGlobal('WebSocket', peer.WebSocket)
  vi.spyOn(console, 'log').mockImplementation((what) => void printed.push(what))
  document.body.innerHTML = '<div id="app"></div>'
  onTestFinished(() => {
    vi.clearAllTimers()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const { default: component } = await modules[path]!()
  if (path.endsWith('.vue')) createApp(component).mount('#app')
  peer.accept()
  await settle()
  return { peer, printed }
}

/** Loses the link, and gives everybody the time to come back. */
async function lose({ peer }: Run): Promise<void> {
  await pass(20_000)
  peer.drop()
  await pass(10_000)
  expect(peer.attempts).toBe(2)
}

const SUBSCRIPTION = '{"subscribe":"prices"}'

it.each(['./reconnectingwebsocket/before/main.js', './reconnectingwebsocket/after/main.ts'])(
  '%s says hello, and resumes',
  async (path) => {
    const example = await run(path)
    example.peer.send('news')
    await lose(example)

    expect(example.peer.received).toEqual(['hello', 'resume'])
    expect(example.printed).toEqual(['news'])
  },
)

it.each([
  './reconnecting-websocket/before/main.ts',
  './reconnecting-websocket/after/main.ts',
  './reconnecting-websocket/after/socket.ts',
  './partysocket/before/main.ts',
  './partysocket/after/main.ts',
])('%s says hello once, and comes back', async (path) => {
  const example = await run(path)
  await lose(example)
  example.peer.send('news')

  expect(example.peer.received).toEqual(['hello'])
  expect(example.printed).toEqual(['news'])
})

it.each(['./partysocket/before/main.ts', './partysocket/after/main.ts'])(
  '%s connects to the same url',
  async (path) => {
    vi.resetModules()
    const { peer } = await run(path)

    expect(peer.link.url).toBe('wss://example.com/parties/main/lobby?_pk=me&token=secret')
  },
)

it.each(['./vueuse-usewebsocket/before/App.vue', './vueuse-usewebsocket/after/main.ts'])(
  '%s subscribes on each opening, and shows what comes',
  async (path) => {
    const example = await run(path)
    await lose(example)
    example.peer.send({ price: 3 })
    await pass(250)

    expect(example.peer.received).toEqual([SUBSCRIPTION, SUBSCRIPTION])
    expect(example.printed).toEqual([{ price: 3 }])
    expect(document.body.textContent).toMatch(/^open: \{.*3.*\}$/is)
  },
)

it.each([
  { path: './vue-native-websocket-vue3/before/main.js', times: 2 },
  { path: './vue-native-websocket-vue3/after/main.ts', times: 1 },
])('$path subscribes at a click, and hears each message $times times', async ({ path, times }) => {
  const example = await run(path)
  await lose(example)
  document.querySelector('button')!.click()
  example.peer.send({ price: 3 })
  await settle()

  expect(example.peer.received).toEqual([SUBSCRIPTION])
  expect(example.printed).toEqual(Array(times).fill({ price: 3 }))
})

it('are the blocks of code in the pages', () => {
  const inPages = readPages().flatMap(({ library, text }) =>
    [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
      ([, language, code]) => `${slugOf(library)}.${language}\n${code}`,
    ),
  )
  const inFiles = paths.map((path) => {
    const [, folder, , file] = path.split('/')
    return `${folder}.${file!.split('.')[1]}\n${readFileSync(`trials/migration/${path}`, 'utf8')}`
  })

  expect(inPages.sort()).toEqual(inFiles.sort())
})
