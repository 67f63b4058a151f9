import { customRef, type Ref } from 'vue'

/** One of `values`, kept in the browser; `first` says where to start. */
export function storedChoice<Value extends string>(
  key: string,
  values: readonly Value[],
  first: () => Value,
): Ref<Value> {
  const kept = localStorage.getItem(key) as Value
  let choice = values.includes(kept) ? kept : first()

  return customRef((track, trigger) => ({
    get() {
      track()
      return choice
    },
    set(value) {
      choice = value
      localStorage.setItem(key, value)
      trigger()
    },
  }))
}
