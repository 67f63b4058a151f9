import { customRef, watch, type Ref } from 'vue'
import type { SocketName } from '../store/sockets.ts'
import { systemTimers, type TimerService } from '../timers/index.ts'
import { listen, type ListenOptions } from './listen.ts'
import type { AnySocketStore } from './socket-name.ts'

/**
 * The whole seconds until the next attempt, rounded up; `null` while none is planned. It ticks by the
 * socket's timer service, and only while an attempt is planned. Ends with the scope that it is called
 * in.
 */
export function useRetryCountdown<Socket extends SocketName | AnySocketStore = 'default'>(
  options?: ListenOptions<Socket>,
): Readonly<Ref<number | null>> {
  let msLeft = (): number | null => null
  let show!: () => void
  const seconds = customRef<number | null>((track, trigger) => {
    show = trigger
    return {
      // Not what the last tick has found: after sleep, and in a hidden tab, that may be long ago.
      get() {
        track()
        const ms = msLeft()
        return ms && Math.ceil(ms / 1_000)
      },
      set() {},
    }
  })
  listen('useRetryCountdown', options, (record) => {
    const { retryAt } = record.mirror.cells
    // That of the present connection; a testing Pinia has none.
    const timers = (): TimerService => record.connection?.options.timer ?? systemTimers()
    let cancel = (): void => {}
    const tick = (): void => {
      cancel()
      show()
      const ms = msLeft()
      if (!ms) return
      const timer = timers()
      // Until the figure changes.
      const handle = timer.setTimeout(tick, Math.ceil(ms % 1_000) || 1_000)
      cancel = () => timer.clearTimeout(handle)
    }
    msLeft = () => retryAt.value && Math.max(0, retryAt.value - timers().now())
    const stop = watch(retryAt, tick, { immediate: true, flush: 'sync' })
    return () => {
      stop()
      cancel()
    }
  })
  return seconds
}
