import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { CloseRequest, ControlError, ServerState, SetRequest } from '../server/api.ts'
import { messageOf } from './format.ts'

/** The feed's server as it is, and the ways to break it: the dev server's control endpoints. */
export const useServer = defineStore('server', () => {
  const state = shallowRef<ServerState | null>(null)
  const reachable = ref(true)
  /** What was wrong with the newest action. */
  const problem = ref('')
  let asked = 0
  let told = 0

  /** Asks for the state; an answer that a newer one has overtaken is ignored. */
  async function refresh(): Promise<void> {
    const question = ++asked
    try {
      const answer = await request('state')
      reachable.value = true
      if (question > told) tell(answer, question)
    } catch {
      reachable.value = false
    }
  }

  async function post(path: string, body: object = {}): Promise<void> {
    problem.value = ''
    try {
      const answer = await request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      tell(answer, ++asked)
    } catch (error) {
      problem.value = messageOf(error)
    }
  }

  function tell(answer: ServerState, number: number): void {
    told = number
    state.value = answer
  }

  const set = (faults: SetRequest) => post('set', faults)
  const kill = () => post('kill')
  const close = (frame: CloseRequest) => post('close', frame)
  const stop = () => post('stop')
  const start = () => post('start')

  async function heal(): Promise<void> {
    await set({ silent: false, frozen: false, refuse: false, handshakeDelay: 0, flood: 0 })
    if (state.value?.running === false) await start()
  }

  return { state, reachable, problem, refresh, set, kill, close, stop, start, heal }
})

/** Asks for the server's state each second, less often while nobody answers. */
export function useServerPolling(): void {
  const server = useServer()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function poll(): Promise<void> {
    await server.refresh()
    if (!isOver) timer = setTimeout(() => void poll(), server.reachable ? 1_000 : 5_000)
  }

  void poll()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
}

async function request(path: string, init?: RequestInit): Promise<ServerState> {
  const response = await fetch(`/api/${path}`, init)
  const answer = (await response.json()) as ServerState | ControlError
  if ('error' in answer) throw new Error(answer.error)
  return answer
}
