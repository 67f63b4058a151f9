import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import type { Plugin, PluginOption, Rolldown } from 'vite'
import vueDevtools from 'vite-plugin-vue-devtools'

const { resolve } = createRequire(import.meta.url)
const ASSETS = join(resolve('vite-plugin-vue-devtools'), '../../client/assets')

/** What puts them into a page. */
const OVERLAY = '/@id/virtual:vue-devtools-path:overlay.js'

/**
 * Vue devtools inside the page that is asked for with `?devtools`: Alt+Shift+D. They are half of what
 * such a page loads. They print nothing and ask no other host for anything.
 */
export const devtools = (): PluginOption => [
  quiet,
  // To no file, so that it leaves that to `onDemand`.
  vueDevtools({ componentInspector: false, appendTo: '*' }),
  onDemand,
]

const onDemand: Plugin = {
  name: 'playground-devtools-on-demand',
  apply: 'serve',
  transformIndexHtml(_html, { originalUrl = '' }) {
    if (!new URL(originalUrl, 'http://localhost').searchParams.has('devtools')) return []
    const attrs = { type: 'module', src: OVERLAY }
    return [{ tag: 'script', injectTo: 'head-prepend', attrs }]
  },
}

const quiet: Plugin = {
  name: 'playground-quiet-devtools',
  apply: 'serve',
  enforce: 'pre',
  config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [withoutLogo] } } }),
  configureServer(server) {
    const { printUrls } = server
    server.middlewares.use('/__devtools__/assets', (request, response, next) => {
      const name = basename(request.url?.split('?')[0] ?? '')
      if (!name.endsWith('.css')) {
        next()
        return
      }
      readFile(join(ASSETS, name), 'utf8').then((css) => {
        response.setHeader('content-type', 'text/css')
        response.end(css.replaceAll(/@font-face\s*\{[^}]*https:[^}]*\}/g, ''))
      }, next)
    })
    return () => {
      server.printUrls = printUrls
    }
  },
}

/** vue-i18n's tab would have its picture from that project's site. */
const withoutLogo: Rolldown.Plugin = {
  name: 'playground-devtools-without-logo',
  transform: {
    filter: { id: /vue-i18n/ },
    handler: (code) => code.replaceAll(/logo: 'https:[^']*',?/g, ''),
  },
}
