import { onScopeDispose, ref, type Ref } from 'vue'

/** How often it changes, in ms. */
const STEP = 100

/** The time, for what is shown of it, until the scope ends. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => void (now.value = Date.now()), STEP)
  onScopeDispose(() => clearInterval(timer))
  return now
}
