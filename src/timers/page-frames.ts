/** How long a request waits for a frame, in ms. */
const FALLBACK = 250

/** Requests frames of the page; returns what cancels the request. */
export type RequestFrame = (fn: () => void) => () => void

/**
 * The page's own animation frames: calls `fn` once, at the next frame or after 250 ms, whichever
 * comes first, because a hidden page has no frames.
 *
 * While frames come, a request sets no timer: it counts its 250 ms when the page is hidden, and
 * always in an iframe, which can be out of sight and without frames while it counts as visible.
 */
export function pageFrames(): RequestFrame {
  /** Whether the last request that ended was answered by a frame. */
  let framesCome = false

  return (fn) => {
    const { window, document } = globalThis
    const isSeen = window?.parent === window && document?.hidden === false
    let timeout: ReturnType<typeof setTimeout> | undefined
    const frame = globalThis.requestAnimationFrame?.(() => run(true))
    if (framesCome && isSeen) document.addEventListener('visibilitychange', wait)
    else wait()

    function wait(): void {
      timeout ??= setTimeout(run, FALLBACK, false)
    }
    function run(isFrame: boolean): void {
      framesCome = isFrame
      cancel()
      fn()
    }
    function cancel(): void {
      clearTimeout(timeout)
      document?.removeEventListener('visibilitychange', wait)
      if (frame !== undefined) cancelAnimationFrame(frame)
    }
    return cancel
  }
}
