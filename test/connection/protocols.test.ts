import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { AttemptContext } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, microtasks, setUp } from './support/set-up.ts'

describe('protocols', () => {
  it('are offered', () => {
    expect(setUp({ protocols: ['v2', 'v1'] }).link.protocols).toEqual(['v2', 'v1'])
    expect(setUp({ protocols: 'v1' }).link.protocols).toEqual(['v1'])
    expect(setUp({ protocols: [] }).link.protocols).toEqual([])
  })

  it('may come from a function, asked for every attempt', async () => {
    const protocols = async ({ attempt }: AttemptContext): Promise<string[]> => [`token-${attempt}`]
    const { server, timers } = setUp({ protocols })
    await microtasks()
    server.refuse()

    await timers.advance(FIRST_DELAY)

    expect(server.connections.map((link) => link.protocols)).toEqual([['token-1'], ['token-2']])
  })

  it('from a plain function are attempted in the same task', () => {
    expect(setUp({ protocols: () => 'v1' }).link.protocols).toEqual(['v1'])
  })

  it.each([['two words'], ['same', 'same'], [42], ['']])(
    'that no socket can offer are a failed attempt: %j',
    (...names) => {
      const { connection, recorder, server } = setUp({
        protocols: () => names as never,
        autoConnect: false,
      })

      connection.connect()

      expect(connection.status).toBe('reconnecting')
      expect(recorder.errorCodes).toEqual(['R0002'])
      expect(server.connections).toHaveLength(0)
    },
  )

  it('from a function that throws are a failed attempt', () => {
    const protocols = (): string => {
      throw new Error('no token')
    }
    const { connection, recorder } = setUp({ protocols, autoConnect: false })

    connection.connect()

    expect(connection.status).toBe('reconnecting')
    expect(recorder.errorCodes).toEqual(['R0001'])
  })

  it('from a function that throws leave no rejection of the url unhandled', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const protocols = (): string => {
      throw new Error('no protocols')
    }

    const { connection } = setUp({ url: () => Promise.reject(new Error('no url')), protocols })
    await new Promise((resolve) => setImmediate(resolve))

    expect(unhandled).not.toHaveBeenCalled()
    expect(connection.error?.cause).toEqual(new Error('no protocols'))
  })
})
