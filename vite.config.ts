import dts from 'vite-plugin-dts'
import { defineConfig } from 'vite'
import { entries } from './entries.ts'

export default defineConfig({
  plugins: [
    dts({
      tsconfigPath: './tsconfig.build.json',
      entryRoot: 'src',
      // Only printed otherwise, and a declaration may then lack its type.
      afterDiagnostic: (diagnostics) => {
        if (diagnostics.length > 0) throw new Error('The declarations have errors, see above.')
      },
      // `nodenext` resolves `./x.js` to `./x.d.ts`.
      beforeWriteFile: (filePath, content) => ({
        filePath,
        content: content.replaceAll(/(from '|import\(')(\.[^']+)\.ts'/g, "$1$2.js'"),
      }),
    }),
  ],
  build: {
    target: 'es2022',
    // Readable as it is, a file for a file: source maps would more than double what an app downloads,
    // and lead to no other lines.
    minify: false,
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
})
