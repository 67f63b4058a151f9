import { ref, watchEffect, type Ref } from 'vue'

/** The wall clock, read every `period()` ms, and not at all while that is `null`. */
export function useNow(period: () => number | null): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const read = () => {
    now.value = Date.now()
  }

  watchEffect((onCleanup) => {
    const ms = period()
    if (ms === null) return
    read()
    const timer = setInterval(read, ms)
    onCleanup(() => clearInterval(timer))
  })
  return now
}
