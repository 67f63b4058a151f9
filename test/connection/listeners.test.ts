import { afterEach, describe, expect, it, vi } from 'vitest'
import { takeErrors } from '../support/console.ts'
import { setUp, setUpOpen } from './support/set-up.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('on', () => {
  it('calls listeners in the order of their registration', () => {
    const { connection, server } = setUpOpen()
    const calls: string[] = []
    connection.on('message', () => calls.push('first'))
    connection.on('message', () => calls.push('second'))

    server.send({ n: 1 })

    expect(calls).toEqual(['first', 'second'])
  })

  it('returns a remover', () => {
    const { connection, server } = setUpOpen()
    const listener = vi.fn()
    const remove = connection.on('message', listener)
    server.send({ n: 1 })

    remove()
    remove()
    server.send({ n: 2 })

    expect(listener).toHaveBeenCalledOnce()
  })

  it('counts a listener added twice as two', () => {
    const { connection, server } = setUpOpen()
    const listener = vi.fn()
    const removeFirst = connection.on('message', listener)
    connection.on('message', listener)
    server.send({ n: 1 })
    expect(listener).toHaveBeenCalledTimes(2)

    removeFirst()
    server.send({ n: 2 })

    expect(listener).toHaveBeenCalledTimes(3)
  })
})

describe('a listener', () => {
  it('that removes another spares it the current event', () => {
    const { connection, server } = setUpOpen()
    const second = vi.fn()
    connection.on('message', () => removeSecond())
    const removeSecond = connection.on('message', second)

    server.send({ n: 1 })

    expect(second).not.toHaveBeenCalled()
  })

  it('that adds another leaves it to the next event', () => {
    const { connection, server } = setUpOpen()
    const added = vi.fn()
    const remove = connection.on('message', () => {
      remove()
      connection.on('message', added)
    })

    server.send({ n: 1 })
    expect(added).not.toHaveBeenCalled()
    server.send({ n: 2 })

    expect(added).toHaveBeenCalledExactlyOnceWith({ n: 2 }, '{"n":2}')
  })

  it('that removes itself does not spare the next one', () => {
    const { connection, server } = setUpOpen()
    const second = vi.fn()
    const remove = connection.on('message', () => remove())
    connection.on('message', second)

    server.send({ n: 1 })

    expect(second).toHaveBeenCalledOnce()
  })

  it('that throws is reported to the console and changes nothing', () => {
    const { connection, server } = setUpOpen()
    const failure = new Error('in a listener')
    const second = vi.fn()
    connection.on('message', () => {
      throw failure
    })
    connection.on('message', second)

    server.send({ n: 1 })
    server.send({ n: 2 })

    expect(second).toHaveBeenCalledTimes(2)
    expect(connection.isOpen).toBe(true)
    expect(takeErrors()).toEqual([failure, failure])
  })

  it('that throws is reported by reportError where there is one', () => {
    const reportError = vi.fn()
    vi.stubGlobal('reportError', reportError)
    const { connection, server } = setUpOpen()
    const failure = new Error('in a listener')
    connection.on('message', () => {
      throw failure
    })

    server.send({ n: 1 })

    expect(reportError).toHaveBeenCalledExactlyOnceWith(failure)
  })

  it.each(['status', 'open', 'close'] as const)(
    'of %s that throws stops nothing',
    async (event) => {
      const { connection, server, timers, recorder } = setUp()
      connection.on(event, () => {
        throw new Error(event)
      })

      server.accept()
      server.drop()
      await timers.advance(30_000)

      expect(connection.isOpen).toBe(true)
      expect(recorder.names('open')).toEqual(['open', 'open'])
      expect(takeErrors().length).toBeGreaterThan(0)
    },
  )

  it('that throws where reporting throws too keeps no later event from being emitted', () => {
    vi.stubGlobal('reportError', () => {
      throw new Error('no reports')
    })
    const { connection, recorder } = setUpOpen()
    const remove = connection.on('status', () => {
      remove()
      throw new Error('in a listener')
    })
    expect(() => connection.reconnect()).toThrow('no reports')

    connection.close()

    expect(recorder.names('status', 'close')).toEqual(['status', 'close', 'status', 'close'])
  })
})

describe('events raised inside a listener', () => {
  it('are emitted after the current one has reached every listener', () => {
    const { connection, server } = setUpOpen()
    const heard: string[] = []
    connection.on('message', ({ n }) => {
      heard.push(`first ${n}`)
      if (n === 1) server.send({ n: 2 })
    })
    connection.on('message', ({ n }) => heard.push(`second ${n}`))

    server.send({ n: 1 })

    expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2'])
  })

  it('find the state ahead of the news', () => {
    const { connection, server } = setUpOpen()
    const seen: string[] = []
    connection.on('status', ({ status }) => {
      if (status === 'reconnecting') connection.close()
    })
    connection.on('status', ({ status }) => seen.push(`${status} while ${connection.status}`))

    server.drop()

    expect(seen).toEqual(['reconnecting while closed', 'closed while closed'])
  })

  it('keep their order between different names', () => {
    const { connection, server, recorder } = setUpOpen()
    const remove = connection.on('status', () => {
      remove()
      connection.connect()
    })

    server.drop()

    expect(recorder.names('status', 'close')).toEqual(['status', 'close', 'status'])
  })

  it('come from any call: send, reconnect, configure, close, connect', () => {
    const { connection, server } = setUpOpen()
    const remove = connection.on('message', () => {
      remove()
      connection.send('a')
      connection.reconnect()
      connection.configure({ url: 'wss://other.test/' })
      connection.close()
      connection.connect()
    })

    server.send({ n: 1 })

    expect(connection.status).toBe('connecting')
    expect(server.connections.filter(({ readyState }) => readyState < 2)).toHaveLength(1)
  })
})
