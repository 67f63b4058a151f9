import { defineAsyncComponent, type Component } from 'vue'

const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: 1_000 })
    else setTimeout(resolve, 200)
  })

/**
 * A component below the first screen: it is loaded once that is there. Who shows it keeps its room.
 */
export const late = <Shown extends Component>(load: () => Promise<{ default: Shown }>): Shown =>
  defineAsyncComponent<Shown>({ loader: () => whenIdle().then(load), suspensible: false })
