import DefaultTheme from 'vitepress/theme'
import type { Theme } from 'vitepress'
import PullThePlug from '../components/PullThePlug.vue'

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('PullThePlug', PullThePlug)
  },
} satisfies Theme
