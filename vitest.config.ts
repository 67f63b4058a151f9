import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { alias } from './entries.ts'
import { BROWSERS, candidates } from './scripts/find-browsers.js'
import { findPython } from './scripts/find-python.js'
import { findServer } from './scripts/find-servers.js'

/** For tests that compile, walk the tree, start a process or drive a browser. */
const slow = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  setupFiles: ['test/support/quiet-console.ts'],
}

/** For tests on fake timers, which share a process: isolating each file costs more than its tests. */
const quick = {
  // Hundreds of plays of a fuzz test take their time on a busy machine.
  testTimeout: 30_000,
  isolate: false,
  setupFiles: ['test/support/quiet-console.ts', 'test/support/real-world.ts'],
  unstubGlobals: true,
}

/** The lowest versions that the peer ranges allow, for test-utils too, whose build for Node is CommonJS. */
const lowest = {
  vue: 'vue-lowest',
  pinia: 'pinia-lowest',
  '@vue/test-utils': resolve('node_modules/@vue/test-utils/dist/vue-test-utils.esm-bundler.mjs'),
}

/** One after another, since each of them has all of the machine's attention. */
const alone = { ...slow, fileParallelism: false }

/** Without one, as `npm test` says, the tests in browsers are left out. */
const hasBrowser = BROWSERS.some((name) => candidates(name).length > 0)

/** Without it the tests of the example in Python are. */
const hasPython = 'path' in findPython()

/** Without it those of the store in Redis are. */
const hasRedis = 'path' in findServer('redis-server')

/** Without it that of the program that stores in Postgres is. */
const hasPostgres = 'path' in findServer('postgres')

const types = (name: string, folder: string) => ({
  resolve: { alias },
  test: {
    name,
    include: [],
    typecheck: {
      enabled: true,
      only: true,
      checker: 'vue-tsc',
      include: [`${folder}/*.test-d.ts`],
      tsconfig: `./${folder}/tsconfig.json`,
    },
  },
})

/** What guards a change: `npm test`. The rest is in `vitest.nightly.config.ts`. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...quick,
          name: 'engine',
          include: [
            'test/{timers,worker-timers,connection,websocket,testing,protocol,session,server,tabs}/**/*.test.ts',
          ],
          // Real sockets and real time: the project `node` has them.
          exclude: ['test/server/ws.test.ts', 'test/server/redis/**'],
        },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          ...quick,
          name: 'store',
          environment: 'happy-dom',
          include: ['test/{store,plugin,devtools,readme}/**/*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        resolve: { alias: { ...alias, ...lowest } },
        test: {
          ...quick,
          name: 'store-lowest',
          setupFiles: [...quick.setupFiles, 'test/support/lowest-versions.ts'],
          environment: 'happy-dom',
          include: ['test/{store,plugin,devtools}/**/*.test.ts'],
          // @pinia/testing wants Pinia 4.
          exclude: ['test/store/testing-pinia.test.ts'],
          // Left to Node these would import the other Vue.
          server: { deps: { inline: [/pinia/, '@vue/test-utils', '@vue/server-renderer'] } },
        },
      },
      {
        resolve: { alias },
        test: {
          ...slow,
          name: 'node',
          include: [
            'test/{ssr,programs,protocols,resume,fleet,simulation,bench,house,leaks,faults}/**/*.test.ts',
            'test/server/ws.test.ts',
            'playground/test/**/*.test.ts',
          ],
          // Redis is seen to by the project of that name.
          exclude: [
            'playground/test/nodes/**',
            ...(hasPostgres ? [] : ['test/programs/form.test.ts']),
          ],
        },
      },
      {
        resolve: { alias },
        test: {
          ...slow,
          name: 'redis',
          include: ['test/{server/redis,delivery}/**/*.test.ts', 'playground/test/nodes/*.test.ts'],
          exclude: hasRedis ? [] : ['**'],
        },
      },
      {
        resolve: { alias },
        test: {
          ...slow,
          name: 'examples',
          include: ['test/examples/*.test.ts'],
          exclude: hasPython ? [] : ['**'],
        },
      },
      types('types', 'test/types'),
      types('types-augmented', 'test/types/augmented'),
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          ...alone,
          name: 'browser',
          globalSetup: ['test/browser/support/set-up.ts'],
          include: ['test/browser/**/*.test.ts'],
          exclude: hasBrowser ? [] : ['**'],
        },
      },
      {
        resolve: { alias },
        test: { ...alone, name: 'conformance', include: ['test/conformance/*.test.ts'] },
      },
      {
        resolve: { alias },
        test: { ...slow, name: 'clients', include: ['trials/clients/*.test.ts'] },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: { ...slow, name: 'migration', include: ['trials/migration/**/*.test.ts'] },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          ...slow,
          name: 'recipes',
          environment: 'happy-dom',
          include: [
            'trials/{colada,mocks,query}/*.test.ts',
            'playground/example/test/*.test.ts',
            'test/live/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...alone,
          name: 'package',
          include: ['{test/package,trials/nuxt}/*.test.ts'],
          globalSetup: ['test/package/support/set-up.ts'],
        },
      },
    ],
  },
})
