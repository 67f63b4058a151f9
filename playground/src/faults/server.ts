import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { CloseRequest, ServerState, SetRequest } from '../../server/api.ts'
import { messageOf } from '../format.ts'
import { askState, askTo } from './control.ts'

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
      const answer = await askState()
      reachable.value = true
      if (question > told) tell(answer, question)
    } catch {
      reachable.value = false
    }
  }

  /** @throws with what was wrong, or when the dev server doesn't answer */
  async function act(path: string, body: object = {}): Promise<ServerState> {
    const answer = await askTo(path, body)
    tell(answer, ++asked)
    return answer
  }

  async function tryTo(path: string, body?: object): Promise<void> {
    problem.value = ''
    try {
      await act(path, body)
    } catch (error) {
      problem.value = messageOf(error)
    }
  }

  function tell(answer: ServerState, number: number): void {
    told = number
    state.value = answer
  }

  return {
    state,
    reachable,
    problem,
    refresh,
    act,
    set: (faults: SetRequest) => tryTo('set', faults),
    kill: () => tryTo('kill'),
    /** For faults of new connections, which show only after a loss. */
    setAndKill: async (faults: SetRequest) => {
      await tryTo('set', faults)
      if (problem.value === '') await tryTo('kill')
    },
    strand: () => tryTo('strand'),
    close: (frame: CloseRequest) => tryTo('close', frame),
    restart: (downFor: number) => tryTo('restart', { downFor }),
    stop: () => tryTo('stop'),
    start: () => tryTo('start'),
    heal: () => tryTo('heal'),
  }
})

/** Asks for the server's state each second, less often while it does not answer. */
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
