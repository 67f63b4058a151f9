import { createApp, defineComponent, h, type App, type Component } from 'vue'

/** What a component shows: the last message and the count. */
export interface Shown {
  readonly last: unknown
  readonly count: number
}

/** The component of all variants that show something; batched by Vue, as any other. */
export function showing(use: () => () => Shown): Component {
  return defineComponent({
    setup() {
      const read = use()
      return () => {
        const { last, count } = read()
        return h('p', `${count}: ${brief(last)}`)
      }
    },
  })
}

/** The same, with rows below. */
export function showingRows(use: () => () => Shown & { rows: readonly Row[] }): Component {
  return defineComponent({
    setup() {
      const read = use()
      return () => {
        const { last, count, rows } = read()
        return [h('p', `${count}: ${brief(last)}`), h('ul', rows.map(toItem))]
      }
    },
  })
}

export interface Row {
  readonly id: number
  readonly data: unknown
}

export function mount(component: Component, install: (app: App) => void = () => {}): void {
  const app = createApp(component)
  install(app)
  app.mount('#app')
}

function toItem({ id, data }: Row) {
  return h('li', { key: id }, `${id}: ${brief(data)}`)
}

/** As much of a message as anybody can read. */
function brief(data: any): string {
  if (typeof data === 'string') return data.slice(0, 60)
  return String(data?.byteLength ?? data?.id)
}
