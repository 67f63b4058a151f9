import vue from '@vitejs/plugin-vue'
import dts from 'vite-plugin-dts'
import { defineConfig } from 'vitest/config'
import { alias, entries } from './entries.ts'

export default defineConfig({
  plugins: [
    dts({
      tsconfigPath: './tsconfig.build.json',
      entryRoot: 'src',
      // `nodenext` resolves `./x.js` to `./x.d.ts`.
      beforeWriteFile: (filePath, content) => ({
        filePath,
        content: content.replaceAll(/(from '|import\(')(\.[^']+)\.ts'/g, "$1$2.js'"),
      }),
    }),
  ],
  build: {
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: {
      // Entries mirror the tree, so that code and declarations don't shadow each other.
      entry: entries,
      formats: ['es'],
    },
    rolldownOptions: {
      external: ['vue', 'pinia', 'nostics', '@vue/devtools-api'],
      // A file for a file, so that an app's bundler drops those that it doesn't use: parts of a
      // chunk it would keep, classes with static blocks for one.
      output: { preserveModules: true, preserveModulesRoot: 'src' },
    },
  },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'test/{timers,worker-timers,connection,websocket,protocols,testing,ssr,playground,fleet,simulation,bench,house,protocol,server}/**/*.test.ts',
            'test/leaks/node.test.ts',
          ],
        },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['test/{store,plugin,devtools,readme}/**/*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        resolve: { alias: { ...alias, pinia: 'pinia-3' } },
        test: {
          name: 'dom-pinia3',
          environment: 'happy-dom',
          include: ['test/{store,plugin,devtools}/**/*.test.ts'],
          // @pinia/testing wants Pinia 4.
          exclude: ['test/store/testing-pinia.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            checker: 'vue-tsc',
            include: ['test/types/*.test-d.ts'],
            tsconfig: './test/types/tsconfig.json',
          },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'types-augmented',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            checker: 'vue-tsc',
            include: ['test/types/augmented/*.test-d.ts'],
            tsconfig: './test/types/augmented/tsconfig.json',
          },
        },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts', 'test/leaks/browser.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'conformance',
          environment: 'node',
          include: ['test/conformance/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'clients',
          environment: 'node',
          include: ['test/clients/*.test.ts'],
          testTimeout: 40_000,
        },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          name: 'migration',
          environment: 'node',
          include: ['test/migration/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'package',
          environment: 'node',
          include: ['test/{package,nuxt}/*.test.ts'],
          globalSetup: ['test/package/support/set-up.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
