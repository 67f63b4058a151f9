import { computed, ref } from 'vue'
import type { Service } from './feed.ts'

export interface MadeSocket {
  readonly name: string
  readonly service: Service
}

/** Which socket the panels show: 'default' is the feed. */
export const selected = ref('default')

/** Those that the reader made; each lives in a component of its own, and ends with it. */
export const made = ref<readonly MadeSocket[]>([])

export const names = computed(() => ['default', 'echo', ...made.value.map(({ name }) => name)])

/** Makes a socket and shows it. */
export function make(socket: MadeSocket): void {
  made.value = [...made.value, socket]
  selected.value = socket.name
}

export function end(name: string): void {
  if (selected.value === name) selected.value = 'default'
  made.value = made.value.filter((socket) => socket.name !== name)
}
