import { shallowRef, type Ref } from 'vue'
import { onSocketMessage } from 'vue-heartbeat-socket'
import { useFrame } from './frame.ts'

/** The newest message that `is` recognises, renewed once a frame. */
export function useNewest<T>(is: (message: unknown) => message is T): Readonly<Ref<T | null>> {
  const shown = shallowRef<T | null>(null)
  let newest: T | null = null
  const show = useFrame(() => {
    shown.value = newest
  })

  onSocketMessage(is, (message) => {
    newest = message
    show()
  })
  return shown
}
