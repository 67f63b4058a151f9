import DefaultTheme from 'vitepress/theme'
import type { Theme } from 'vitepress'
import { h } from 'vue'
import { liveExample } from '../components/live-example.ts'
import BehindNotice from './BehindNotice.vue'
import { useMainLandmark } from './main-landmark.ts'
import './accessible.css'
import './live.css'

export default {
  extends: DefaultTheme,
  Layout: {
    setup() {
      useMainLandmark()
      return () => h(DefaultTheme.Layout, null, { 'doc-before': () => h(BehindNotice) })
    },
  },
  enhanceApp({ app }) {
    const examples = {
      PullThePlug: liveExample(() => import('../components/PullThePlug.vue'), [18, 23]),
      HalfOpenLink: liveExample(() => import('../components/HalfOpenLink.vue'), [28, 40]),
      MessageAccount: liveExample(() => import('../components/MessageAccount.vue'), [36, 64]),
      RoomOfRoute: liveExample(() => import('../components/RoomOfRoute.vue'), [17, 26]),
    }
    for (const [name, example] of Object.entries(examples)) app.component(name, example)
  },
} satisfies Theme
