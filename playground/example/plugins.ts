import { createPinia, storeToRefs } from 'pinia'
import type { Plugin } from 'vue'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import { createRouter, type RouterHistory } from 'vue-router'
import { useLogin } from './login.ts'
import PricesPage from './PricesPage.vue'
import RoomPage from './RoomPage.vue'

/** What the app installs, with the options; its tests install the same. */
export function createPlugins(history: RouterHistory): (Plugin | [Plugin, object])[] {
  const pinia = createPinia()
  const router = createRouter({
    history,
    routes: [
      { path: '/', component: PricesPage, props: { symbols: ['ACME', 'INIT', 'WAYN'] } },
      { path: '/rooms/:room', component: RoomPage, props: true },
    ],
  })
  return [pinia, router, [HeartbeatSocket, { url: storeToRefs(useLogin(pinia)).url }]]
}
