import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { NodesState } from '../../server/nodes/api.ts'
import { askNodes, askTo } from '../faults/control.ts'
import { messageOf } from '../format.ts'

const ASK_EVERY = 500

export interface NodesOnPage {
  readonly state: Readonly<ShallowRef<NodesState>>
  /** Why the dev server doesn't answer. */
  readonly problem: Readonly<Ref<string>>
  kill(node: number): void
}

/** The nodes of the dev server, which start with the first question. */
export function useNodes(): NodesOnPage {
  const state = shallowRef<NodesState>({ phase: 'starting' })
  const problem = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action()
      problem.value = ''
    } catch (error) {
      problem.value = messageOf(error)
    }
  }

  async function ask(): Promise<void> {
    await attempt(async () => (state.value = await askNodes()))
    if (!isOver) timer = setTimeout(() => void ask(), ASK_EVERY)
  }

  void ask()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
  return { state, problem, kill: (node) => void attempt(() => askTo('nodes/kill', { node })) }
}
