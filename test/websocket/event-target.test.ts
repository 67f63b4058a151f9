import { describe, expect, it, vi } from 'vitest'
import { setUp } from './support/set-up.ts'
import { takeUncaught } from './support/uncaught.ts'

describe('a listener that throws', () => {
  it.each(['open', 'message', 'error', 'connecting', 'close'] as const)(
    'in %s is reported by the platform, and changes nothing',
    async (type) => {
      const { socket, server, timers, recorder } = setUp()
      const problem = new Error('in a listener')
      const later = vi.fn()
      const throwOnce = (): void => {
        throw problem
      }
      socket.addEventListener(type, throwOnce, { once: true })
      socket.addEventListener(type, later)

      const reported = await takeUncaught(async () => {
        server.accept()
        server.send('news')
        server.drop()
        await timers.advance(1_000)
      })

      expect(reported).toEqual([problem])
      expect(later).toHaveBeenCalled()
      expect(recorder.types).toEqual(['open', 'message', 'error', 'connecting', 'close', 'open'])
    },
  )
})
