import { effect, onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/**
 * What `read` returns, read again at most every `ms` when something that it depends on has changed,
 * and not in between: for what costs more to read than to have changed.
 */
export function useThrottled<Value>(read: () => Value, ms: number): Readonly<ShallowRef<Value>> {
  const shown = shallowRef() as ShallowRef<Value>
  let timer: ReturnType<typeof setTimeout> | undefined
  let readAt = 0

  const renew = effect(
    () => {
      shown.value = read()
      readAt = performance.now()
    },
    {
      scheduler() {
        timer ??= setTimeout(
          () => {
            timer = undefined
            renew()
          },
          Math.max(0, readAt + ms - performance.now()),
        )
      },
    },
  )
  onScopeDispose(() => clearTimeout(timer))
  return shown
}
