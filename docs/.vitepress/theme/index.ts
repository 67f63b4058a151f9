import DefaultTheme from 'vitepress/theme'
import type { Theme } from 'vitepress'
import { h } from 'vue'
import PullThePlug from '../components/PullThePlug.vue'
import BehindNotice from './BehindNotice.vue'

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-before': () => h(BehindNotice) }),
  enhanceApp({ app }) {
    app.component('PullThePlug', PullThePlug)
  },
} satisfies Theme
