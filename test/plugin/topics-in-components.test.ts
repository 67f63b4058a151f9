import { renderToString } from '@vue/server-renderer'
import { acceptHMRUpdate, createPinia, defineStore } from 'pinia'
import { expect, it, vi } from 'vitest'
import {
  createSSRApp,
  defineComponent,
  h,
  KeepAlive,
  nextTick,
  ref,
  shallowRef,
  Suspense,
  type Component,
} from 'vue'
import { defineTopics, HeartbeatSocket } from 'vue-heartbeat-socket'
import { takeWarnings } from '../support/console.ts'
import { setUp } from '../store/support/set-up.ts'
import { asked, options, tick, usePrices } from './support/topics.ts'

/** A row that shows the price of its symbol. */
const Row = defineComponent({
  props: { symbol: { type: String, required: true } },
  setup(props) {
    const price = ref('?')
    usePrices(
      () => props.symbol,
      (message) => (price.value = message.price),
    )
    return () => h('i', `${props.symbol} ${price.value};`)
  },
})

const rowsOf = (symbols: { value: string[] }): Component => ({
  render: () => symbols.value.map((symbol, index) => h(Row, { key: index, symbol })),
})

it('200 rows that are mounted in one tick send one message', async () => {
  const symbols = ref<string[]>([])
  const { open, server } = setUp({ root: rowsOf(symbols) })
  await open()

  symbols.value = Array.from({ length: 200 }, (_, index) => `s${index}`)
  await nextTick()
  await tick()

  expect(server.messages.map(({ topics }) => topics.length)).toEqual([200])
})

it('a row that gets another symbol shows the prices of that one', async () => {
  const symbols = ref(['a', 'b'])
  const { element, open, server } = setUp({ root: rowsOf(symbols) })
  await open()

  symbols.value = ['a', 'c']
  await nextTick()
  await tick()
  for (const topic of ['b', 'a', 'c']) server.send({ topic, price: topic.toUpperCase() })
  await nextTick()

  expect(element.textContent).toBe('a A;c C;')
  expect(asked(server)).toEqual(['+a,b', '-b', '+c'])
})

it('rows that change their order send nothing', async () => {
  const symbols = ref(['a', 'b', 'c'])
  const { open, server } = setUp({ root: rowsOf(symbols) })
  await open()

  symbols.value = ['c', 'a', 'b']
  await nextTick()
  await tick()

  expect(asked(server)).toEqual(['+a,b,c'])
})

it('a change of route between pages of the same topic sends nothing', async () => {
  const pages = [1, 2].map((page) =>
    defineComponent({
      setup: () => {
        usePrices('a', () => {})
        usePrices(`page/${page}`, () => {})
        return () => null
      },
    }),
  )
  const route = shallowRef(pages[0]!)
  const { open, server } = setUp({ root: { render: () => h(route.value) } })
  await open()

  route.value = pages[1]!
  await nextTick()
  await tick()

  expect(asked(server)).toEqual(['+a,page/1', '-page/1', '+page/2'])
})

it('a component that is kept alive keeps its topic and its handler', async () => {
  const route = ref('a')
  const root = {
    render: () => h(KeepAlive, { max: 2 }, [h(Row, { key: route.value, symbol: route.value })]),
  }
  const { element, open, server } = setUp({ root })
  await open()

  route.value = 'b'
  await nextTick()
  server.send({ topic: 'a', price: 3 })
  await tick()
  route.value = 'a'
  await nextTick()
  await tick()

  expect(element.textContent).toBe('a 3;')
  expect(asked(server)).toEqual(['+a', '+b'])

  route.value = 'c'
  await nextTick()
  await tick()
  expect(asked(server).slice(2)).toEqual(['-b', '+c'])
})

it('a component that leaves while its setup waits leaves its topic', async () => {
  let finish!: () => void
  const Waiting = defineComponent({
    async setup() {
      usePrices('before', () => {})
      await new Promise<void>((resolve) => (finish = resolve))
      return () => null
    },
  })
  const isShown = ref(true)
  const { open, server } = setUp({
    root: { render: () => (isShown.value ? h(Suspense, null, { default: h(Waiting) }) : null) },
  })
  await open()
  await tick()

  isShown.value = false
  await nextTick()
  finish()
  await tick()

  expect(asked(server)).toEqual(['+before', '-before'])
})

it('nothing is subscribed on a scope that has ended, and a warning says so', async () => {
  const isShown = ref(true)
  const Late = defineComponent({
    setup() {
      return () => null
    },
    unmounted() {
      usePrices('late', () => {})
    },
  })
  const { open, server } = setUp({ root: { render: () => (isShown.value ? h(Late) : null) } })
  await open()

  isShown.value = false
  await nextTick()
  await tick()

  expect(server.messages).toEqual([])
  expect(takeWarnings()).toEqual([expect.stringContaining('useTopic')])
})

it('a hot update of a store leaves one handler, and the server hears nothing of it', async () => {
  const { open, pinia, server } = setUp()
  await open()
  const handlers = [vi.fn(), vi.fn()]
  const define = (handler: () => void) =>
    defineStore('feed', () => {
      usePrices('a', handler)
      return {}
    })
  define(handlers[0]!)(pinia)
  await tick()

  const useStore = define(handlers[1]!)
  acceptHMRUpdate(useStore as never, { data: { pinia } })({ useStore })
  await tick()
  server.send({ topic: 'a' })

  expect(handlers.map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  expect(asked(server)).toEqual(['+a'])
})

it('a hot update of the factory, and of the store that uses it, ends subscribed', async () => {
  const { open, pinia, server } = setUp()
  await open()
  const handler = vi.fn()
  const define = () => {
    const useTopic = defineTopics(options)
    return defineStore('feed', () => {
      useTopic('a', handler)
      return {}
    })
  }
  define()(pinia)
  await tick()

  const useStore = define()
  acceptHMRUpdate(useStore as never, { data: { pinia } })({ useStore })
  await tick()

  expect(asked(server)).toEqual(['+a', '-a', '+a'])
})

it('on a server nothing is subscribed, and no ref is followed', async () => {
  vi.stubGlobal('window', undefined)
  const symbol = ref('a')
  const topic = vi.fn(() => symbol.value)
  const pinia = createPinia()
  const Price = { setup: () => (usePrices(topic, () => {}), () => h('p', symbol.value)) }
  const app = createSSRApp(Price).use(pinia).use(HeartbeatSocket, { url: 'wss://a.test' })

  expect(await renderToString(app)).toBe('<p>a</p>')
  topic.mockClear()
  symbol.value = 'b'
  await tick()

  expect(topic).not.toHaveBeenCalled()
})
