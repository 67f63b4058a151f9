import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { alias } from './entries.ts'
import { findServer } from './scripts/find-servers.js'

const hasRedis = 'path' in findServer('redis-server')

/** What takes long, is random or waits for real time: `npm run test:nightly`. */
export default defineConfig({
  plugins: [vue()],
  resolve: { alias },
  test: {
    include: ['{test,trials}/**/*.nightly.ts'],
    exclude: ['**/node_modules/**', ...(hasRedis ? [] : ['test/delivery/**'])],
    globalSetup: ['test/browser/support/set-up.ts'],
    setupFiles: ['test/support/quiet-console.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
