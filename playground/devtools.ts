import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import type { Plugin, PluginOption, Rolldown } from 'vite'
import vueDevtools from 'vite-plugin-vue-devtools'

const { resolve } = createRequire(import.meta.url)
const ASSETS = join(resolve('vite-plugin-vue-devtools'), '../../client/assets')

/** Vue devtools inside the page: Alt+Shift+D. They print nothing and ask no other host for anything. */
export const devtools = (): PluginOption => [quiet, vueDevtools({ componentInspector: false })]

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
