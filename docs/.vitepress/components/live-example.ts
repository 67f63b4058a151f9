import { createPinia } from 'pinia'
import { HeartbeatSocket } from 'vue-heartbeat-socket'
import { defineAsyncComponent, defineComponent, getCurrentInstance, h, type App } from 'vue'
import LiveFrame from './LiveFrame.vue'

type Load = () => Promise<{ default: object }>

/**
 * An example that runs in the reader's browser. The page is rendered with its frame; what runs is
 * loaded where it is shown. Its height is reserved, so that nothing moves when it comes.
 *
 * @param height - in rem: on wide windows, and on narrow ones
 */
export function liveExample(load: Load, height: readonly [wide: number, narrow: number]) {
  return defineComponent(() => {
    const { app } = getCurrentInstance()!.appContext
    const Example = defineAsyncComponent(async () => {
      install(app)
      return (await load()).default
    })
    return () => h(LiveFrame, { height }, () => h(Example))
  })
}

/** The examples' sockets are made at run time, by stores. */
function install(app: App): void {
  if (app.config.globalProperties.$pinia) return
  app.use(createPinia()).use(HeartbeatSocket, { sockets: {} })
}
