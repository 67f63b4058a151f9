import { describe, expect, it } from 'vitest'
import { takeErrors } from '../support/console.ts'
import { setUp } from './support/set-up.ts'

const bounds = [-1, Number.NaN, '5', null, {}]

const wrong: Record<string, readonly unknown[]> = {
  log: [true, 7, null],
  'log.size': [...bounds, 1.5, Infinity],
  'log.maxBytes': bounds,
  'log.heartbeats': ['yes', 0, null, {}],
}

const cases = Object.entries(wrong).flatMap(([option, values]) =>
  values.map((value) => [option, value] as const),
)

function withOption(option: string, value: unknown): object {
  const [, name] = option.split('.')
  return { log: name === undefined ? value : { [name]: value } }
}

describe('a wrong log option', () => {
  it.each(cases)('%s: %j is reported and leaves the store failed', (option, value) => {
    const { store, server } = setUp({ socket: withOption(option, value) })

    expect(takeErrors()).toEqual([
      expect.objectContaining({
        name: 'TypeError',
        code: 'HEARTBEAT_SOCKET_C0001',
        message: expect.stringContaining(`"${option}"`),
      }),
    ])
    expect(store.status).toBe('failed')
    expect(server.connections).toHaveLength(0)
  })

  it('makes configure() throw, and nothing has changed', async () => {
    const { store, server, open } = setUp({ socket: { log: { size: 1 } } })
    await open()

    expect(() => store.configure({ codec: 'text', log: { size: -1 } })).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'HEARTBEAT_SOCKET_C0001' }),
    )
    server.send('1')
    server.send('2')

    expect(store.log.map(({ data }) => data)).toEqual([2])
  })

  it('changes nothing when another option of the patch is wrong', async () => {
    const { store, server, open } = setUp({ socket: { log: { size: 1 } } })
    await open()

    expect(() => store.configure({ log: { size: 2 }, connectTimeout: -1 })).toThrow(TypeError)
    store.configure({ log: { maxBytes: 1_000 } })
    server.send('1')
    server.send('2')

    expect(store.log.map(({ data }) => data)).toEqual([2])
  })
})

describe('an unknown option', () => {
  it.each([
    [{ log: { sizes: 5 } }, 'log.sizes', 'log.size'],
    [{ logs: false }, 'logs', 'log'],
    [{ hearbeat: false }, 'hearbeat', 'heartbeat'],
  ])('%j names the nearest right one', (socket, name, nearest) => {
    setUp({ socket: socket as object })

    const [error] = takeErrors() as [Error]
    expect(error).toMatchObject({ code: 'HEARTBEAT_SOCKET_C0002' })
    expect(error.message).toContain(`"${name}"`)
    expect(error.message).toContain(`Did you mean "${nearest}"?`)
  })
})
