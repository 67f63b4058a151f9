import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { alias } from '../entries.ts'
import { devtools } from './devtools.ts'
import { feedServer } from './server/plugin.ts'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias },
  define: { __VUE_I18N_LEGACY_API__: 'false' },
  // While the address is being opened the server prepares what it leads to.
  server: { warmup: { clientFiles: ['./src/main.ts', './src/App.vue'] } },
  // The page's own tests look at the page alone.
  plugins: [vue(), feedServer(), !process.env.VITEST && devtools()],
})
