import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { defineConfig, type DefaultTheme } from 'vitepress'
import { alias } from '../../entries.ts'
import { writeApi } from './api.ts'
import { chineseSearch, chineseTheme } from './chinese.ts'
import { writeForModels } from './llms.ts'
import { markBehind } from './translations.ts'

const { homepage, repository } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly homepage: string; readonly repository: { readonly url: string } }

const REPOSITORY = repository.url.replace(/^git\+|\.git$/g, '')
const BASE = new URL(homepage).pathname
const EDIT = `${REPOSITORY}/edit/main/docs/:path`

type Page = readonly [text: string, path: string]

const section = (text: string, pages: readonly Page[]): DefaultTheme.SidebarItem => ({
  text,
  items: pages.map(([name, path]) => ({ text: name, link: `/${path}` })),
})

const sidebar = [
  section('Guide', [
    ['Getting started', 'getting-started'],
    ['See it live', 'live'],
    ['Why a close event is not enough', 'half-open'],
    ['The store', 'store'],
    ['Messages', 'messages'],
    ['Logins and tokens', 'logins'],
    ['Several sockets, rooms', 'sockets'],
    ['Topics', 'topics'],
    ['Requests', 'requests'],
    ['Testing your app', 'testing'],
    ['Outside components, without Vue', 'outside'],
    ['Nuxt, rendering on a server', 'nuxt'],
    ['Vue devtools', 'devtools'],
    ['Hidden tabs', 'hidden-tabs'],
    ['One connection for all tabs', 'tabs'],
  ]),
  section('What becomes of a message', [
    ['The levels', 'what-becomes-of-a-message'],
    ['Sessions', 'sessions'],
    ['Four programs', 'session-programs'],
    ['A server in Node', 'server-node'],
    ['Operations: Redis, many nodes', 'operations'],
    ['The protocol heartbeat.v1', 'protocol-heartbeat-v1'],
    ["On the server's side", 'server'],
  ]),
  section('ReconnectingWebSocket', [
    ['Reference', 'reconnecting-websocket'],
    ["Other people's clients", 'clients'],
    ['Conformance', 'conformance'],
  ]),
  section('Recipes', [
    ['With other libraries', 'recipes'],
    ['Heartbeats of known protocols', 'protocols'],
    ['Topics of known protocols', 'protocols-topics'],
  ]),
  section('Coming from', [
    ['Another library', 'coming-from/'],
    ['reconnectingwebsocket', 'coming-from/reconnectingwebsocket'],
    ['reconnecting-websocket', 'coming-from/reconnecting-websocket'],
    ['partysocket', 'coming-from/partysocket'],
    ['VueUse useWebSocket', 'coming-from/vueuse-usewebsocket'],
    ['vue-native-websocket-vue3', 'coming-from/vue-native-websocket-vue3'],
  ]),
  section('Reference', [
    ['Options', 'options'],
    ['Events', 'events'],
    ['Diagnostics', 'diagnostics'],
  ]),
  section(
    'API',
    (await writeApi()).map((name) => [name, `api/${name}`] as const),
  ),
  section('Measured', [
    ['How it compares', 'comparison'],
    ['What it costs', 'costs'],
    ['What a message costs', 'performance'],
    ['Under faults', 'faults'],
    ['What arrives over many nodes', 'delivery'],
    ['What a fleet does to its server', 'fleet'],
  ]),
]

export default defineConfig({
  title: 'vue-heartbeat-socket',
  description: 'Keeps a WebSocket alive in a Vue app, and accounts for every message.',
  base: BASE,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${BASE}pulse.svg` }]],
  lastUpdated: false,
  sitemap: { hostname: homepage },
  cleanUrls: true,
  srcExclude: ['protocol/**', 'examples/**'],
  // Examples import the package by its public name.
  vite: { resolve: { alias }, define: { 'process.env.NODE_ENV': '"production"' } },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
    config(md) {
      md.core.ruler.push('empty-heads', ({ tokens }) => emptyHeads(tokens))
      md.core.ruler.push('outside', ({ tokens, env }) => {
        const links = tokens.flatMap(({ children }) => children ?? [])
        for (const token of links) {
          const href = token.attrGet('href')
          if (href !== null) token.attrSet('href', outside(env.relativePath, href))
        }
      })
    },
  },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '让 Vue 应用的 WebSocket 保持活跃，每一条消息都有交代。',
      themeConfig: {
        ...chineseTheme,
        editLink: { pattern: EDIT, text: '编辑本页' },
      },
    },
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/getting-started' },
      { text: 'Options', link: '/options' },
      { text: 'Nothing lost', link: '/sessions' },
      { text: 'Measured', link: '/comparison' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local', options: { locales: { zh: chineseSearch } } },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    editLink: { pattern: EDIT, text: 'Edit this page' },
  },
  transformPageData: markBehind,
  buildEnd: ({ srcDir, outDir, pages }) => writeForModels({ srcDir, outDir, pages, homepage }),
})

/** A head of a column without a name is no heading: screen readers would announce an empty one. */
function emptyHeads(tokens: readonly { type: string; tag: string; content: string }[]): void {
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'th_open' || tokens[at + 1]!.content !== '') continue
    token.tag = tokens[at + 2]!.tag = 'td'
  }
}

/** Where a link to a file outside of the pages leads on the site: into the repository. */
function outside(page: string, href: string): string {
  if (/^(?:\w+:|[/#])/.test(href)) return href
  const path = posix.join('docs', posix.dirname(page), href)
  const isPage = path.startsWith('docs/') && !/^docs\/(?:protocol|examples)\//.test(path)
  return isPage ? href : `${REPOSITORY}/blob/main/${path}`
}
