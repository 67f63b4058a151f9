import { describe, expect, it } from 'vitest'
import { setUpBrowser } from './support/set-up.ts'

describe('tabs that share a connection', () => {
  it('have one link', async () => {
    const { server, openAll } = setUpBrowser()

    const tabs = await openAll(3)

    expect(server.connections).toHaveLength(1)
    expect(tabs.map(({ connection }) => connection.status)).toEqual(['open', 'open', 'open'])
    expect(tabs.map(({ connection }) => connection.isLeader)).toEqual([true, false, false])
  })

  it('all get each message, once and in order', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const tabs = await openAll(3)

    for (let number = 1; number <= 5; number++) server.send({ number })
    await timers.advance(10)

    const expected = [1, 2, 3, 4, 5].map((number) => ({ number }))
    expect(tabs.map(({ messages }) => messages)).toEqual([expected, expected, expected])
  })

  it('send over it', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [, second] = await openAll(2)

    const result = second!.connection.send({ from: 2 })
    await timers.advance(10)

    expect(result).toBe('queued')
    expect(server.messages).toEqual([{ from: 2 }])
    expect(second!.connection.sent).toBe(1)
    expect(second!.connection.queued).toBe(0)
    expect(second!.told.of('sent')).toEqual([{ from: 2 }])
  })

  it('go on with another leader when the first one closes', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second, third] = await openAll(3)
    second!.told.clear()
    third!.told.clear()

    first!.connection.close()
    await timers.advance(10)
    server.send({ after: true })
    await timers.advance(10)

    expect(server.connections.filter(({ readyState }) => readyState === 1)).toHaveLength(1)
    expect(second!.connection.isLeader).toBe(true)
    expect(second!.told.of('open')).toEqual([{ reconnected: true, recovered: false }])
    expect(third!.told.of('open')).toEqual([{ reconnected: true, recovered: false }])
    expect(third!.told.changes).toEqual(['open > reconnecting', 'reconnecting > open'])
    expect(third!.messages).toEqual([{ after: true }])
  })
})
