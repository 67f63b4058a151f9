import { runInThisContext } from 'node:vm'
import fc from 'fast-check'
import * as valibot from 'valibot'
import { transformWithOxc } from 'vite'
import { describe, expect, test } from 'vitest'
import { createSession } from 'vue-heartbeat-socket/session'
import { workerTimers } from 'vue-heartbeat-socket/worker-timers'
import { choicesOf } from '../src/options/choices.ts'
import { toCode } from '../src/options/code.ts'
import { fields, type Field } from '../src/options/fields.ts'
import { resolveAll } from '../src/options/resolve.ts'
import { toOptions, type Setup } from '../src/options/setup.ts'
import { starts } from '../src/options/starts.ts'

/** The options that the program hands to the plugin. */
async function run(code: string): Promise<any> {
  const { code: javascript } = await transformWithOxc(code, 'main.ts')
  const body = javascript.replaceAll(/^import .*$/gm, '').replaceAll(/^export .*$/gm, '')
  const names =
    'createApp, createPinia, HeartbeatSocket, App, looseObject, string, workerTimers, createSession'
  let given: unknown
  const app = {
    use(_: unknown, options?: unknown) {
      given = options ?? given
      return app
    },
    mount() {},
  }
  runInThisContext(`((${names}) => {${body}})`)(
    () => app,
    () => null,
    null,
    null,
    valibot.looseObject,
    valibot.string,
    workerTimers,
    createSession,
  )
  return given
}

/** Options as text that is the same for those that do the same. */
function print(options: object): string {
  const { timer: _, ...resolved } = resolveAll({ ...options, page: false, autoConnect: false })
  const asText = (_key: string, value: unknown) => {
    if (typeof value === 'function') return String(value).replaceAll(/\s+/g, ' ')
    return typeof value === 'number' ? String(value) : value
  }
  return JSON.stringify(resolved, asText, 2)
}

/** Whether the library takes these together: nothing is sent again, say, where nothing confirms. */
function isAccepted(setup: Setup): boolean {
  try {
    resolveAll({ ...toOptions(setup), page: false, autoConnect: false })
    return true
  } catch {
    return false
  }
}

const typed = (path: string, ...texts: string[]) => texts.map((text) => [path, text] as const)

const samples: Readonly<Record<Field['kind'], readonly string[]>> = {
  number: ['1', '3000', '1234567'],
  flag: ['true', 'false'],
  text: ['ws://127.0.0.1:8080/a?b=c'],
  list: ['chat', 'chat.v2, chat.v1'],
  group: ['false'],
  choice: [],
  none: [],
}

const oneOption = fields
  .flatMap(({ path, kind }) => typed(path, ...samples[kind], ...choicesOf(path).keys()))
  // Bytes as an answer can't be told from others while they arrive as Blobs.
  .filter(([path, text]) => path !== 'heartbeat.pong' || text !== 'bytes')

describe('the code of a set-up', () => {
  test.each(oneOption)('sets %s to %s', async (path, text) => {
    const setup = { url: 'ws://host/', [path]: text }

    const options = await run(toCode(setup))

    expect(print(options)).toBe(print(toOptions(setup)))
  })

  test('sets what the page has set, whatever that is', async () => {
    const options = fc
      .uniqueArray(fc.constantFrom(...oneOption), { selector: ([path]) => path })
      .map((texts): Setup => ({ url: 'ws://host/', ...Object.fromEntries(texts) }))
      .filter(isAccepted)

    await fc.assert(
      fc.asyncProperty(options, async (setup) => {
        expect(print(await run(toCode(setup)))).toBe(print(toOptions(setup)))
      }),
      { numRuns: 50, seed: 1 },
    )
  })

  test('leaves out what has its default', async () => {
    const code = toCode({ url: 'ws://host/', 'reconnect.factor': '2', codec: 'json' })

    expect(await run(code)).toEqual({ url: 'ws://host/' })
  })

  test('quotes what is typed', async () => {
    const message = String.raw`it's a "ping" \ \n`

    expect(await run(toCode({ 'heartbeat.message': message }))).toEqual({ heartbeat: { message } })
  })

  test('names a socket that is not the default one', async () => {
    const options = await run(toCode({ url: 'ws://host/' }, 'my room'))

    expect(options).toEqual({ sockets: { 'my room': { url: 'ws://host/' } } })
  })

  test('imports what it uses', () => {
    const code = toCode({ url: 'null', timer: 'workerTimers()', schema: 'hasType' })

    expect(code).toContain(`import { workerTimers } from 'vue-heartbeat-socket/worker-timers'`)
    expect(code).toContain(`import { looseObject, string } from 'valibot'`)
  })

  test('reads well', () => {
    expect(toCode(starts.feed)).toMatchInlineSnapshot(`
      "import { createPinia } from 'pinia'
      import { createApp } from 'vue'
      import { HeartbeatSocket } from 'vue-heartbeat-socket'
      import App from './App.vue'

      createApp(App)
        .use(createPinia())
        .use(HeartbeatSocket, {
          url: async ({ signal }) => {
            const response = await fetch('/api/state', { signal })
            if (!response.ok) throw new Error(\`The dev server answered \${response.status}\`)
            const { url } = await response.json()
            return \`\${url}?page=\${performance.timeOrigin}\`
          },
          connectTimeout: 4_000,
          heartbeat: {
            interval: 3_000,
            timeout: 2_000,
            idleOnly: false,
          },
          reconnect: {
            spread: 1_000,
            minDelay: 500,
            maxDelay: 5_000,
          },
          log: { size: 10_000 },
        })
        .mount('#app')
      "
    `)
  })
})
