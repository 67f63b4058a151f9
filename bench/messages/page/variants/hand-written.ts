import { createPinia, defineStore } from 'pinia'
import { ref } from 'vue'
import { mount, showing } from '../show.ts'
import type { Variant } from './variant.ts'

const LOG_SIZE = 1_000

interface Entry {
  readonly id: number
  readonly at: number
  readonly data: unknown
}

/** As one writes it at first: everything in deep refs, and each message an action. */
const useFeed = defineStore('feed', () => {
  const count = ref(0)
  const last = ref<unknown>(null)
  const log = ref<Entry[]>([])

  function add(data: unknown): void {
    count.value++
    last.value = data
    log.value.push({ id: count.value, at: Date.now(), data })
    if (log.value.length > LOG_SIZE) log.value.shift()
  }
  return { count, last, log, add }
})

export const handWritten: Variant = (url, { ready, take }) => {
  const component = showing(() => {
    const feed = useFeed()
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => ready(socket)
    socket.onmessage = ({ data }) => {
      feed.add(data)
      take(data)
    }
    return () => ({ last: feed.last, count: feed.count })
  })
  mount(component, (app) => app.use(createPinia()))
}
