import { onScopeDispose } from 'vue'

/**
 * Returns a function that runs `update` at the next frame, once, however often it is called: a
 * flood of messages costs one rendering a frame.
 */
export function useFrame(update: () => void): () => void {
  let handle: number | null = null

  onScopeDispose(() => {
    if (handle !== null) cancelAnimationFrame(handle)
  })
  return () => {
    handle ??= requestAnimationFrame(() => {
      handle = null
      update()
    })
  }
}
