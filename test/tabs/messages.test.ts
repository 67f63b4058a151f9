import { describe, expect, it } from 'vitest'
import { adjustableClock, setUpBrowser } from './support/set-up.ts'

describe('a message of a follower', () => {
  it('keeps its order', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [, second] = await openAll(2)

    for (let number = 1; number <= 200; number++) second!.connection.send(number)
    await timers.advance(100)

    expect(server.messages).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    expect(second!.connection.queued).toBe(0)
  })

  it('waits in its own tab while there is no link', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    server.refuse()
    server.drop()
    await timers.advance(10)

    second!.connection.send('kept')
    await timers.advance(10)
    const queued = [first!.connection.queued, second!.connection.queued]
    server.accept()
    await timers.advance(10_000)

    expect(queued).toEqual([0, 1])
    expect(server.received).toEqual(['kept'])
  })

  it('outlives the leader that has not taken it', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    server.refuse()
    server.drop()
    await timers.advance(10)
    second!.connection.send('kept')
    server.accept()

    first!.crash()
    await timers.advance(50)

    expect(server.received).toEqual(['kept'])
    expect(second!.told.of('drop')).toEqual([])
  })

  it('is taken by a leader that has not heard that its tab follows', async () => {
    const { server, channels, open, timers } = setUpBrowser()
    const first = open()
    await timers.advance(1)
    channels.deaf.add(first.name)
    const second = open()
    await timers.advance(10)
    channels.deaf.delete(first.name)

    second.connection.send('once')
    await timers.advance(20_000)

    expect(server.received).toEqual(['once'])
    expect(server.connections).toHaveLength(1)
    expect(second.connection.isLeader).toBe(false)
  })

  it('is confirmed by the heartbeat of the leader', async () => {
    const { openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    second!.connection.send(1)
    await timers.advance(10)
    const before = second!.connection.unconfirmed

    await timers.advance(6_000)

    expect(before).toBe(1)
    expect([first!.connection.unconfirmed, second!.connection.unconfirmed]).toEqual([0, 0])
  })

  it('is unconfirmed in its own tab when the link ends', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    second!.connection.send(1)
    await timers.advance(6_000)
    second!.connection.send(2)
    await timers.advance(10)

    server.drop()
    await timers.advance(10)

    expect(second!.told.of('drop')).toEqual([{ data: 2, reason: 'unconfirmed' }])
    expect(first!.told.of('drop')).toEqual([])
  })

  it('is unconfirmed when the leader dies before it has answered', async () => {
    const { openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)
    second!.connection.send(1)
    await timers.advance(6_000)

    second!.connection.send(2)
    await Promise.resolve()
    first!.crash()
    await timers.advance(20)

    expect(second!.told.of('drop')).toEqual([{ data: 2, reason: 'unconfirmed' }])
  })

  it('may have been sent when its tab freezes before the answer comes', async () => {
    const { server, openAll, timers } = setUpBrowser({ outbox: { resend: true, maxAge: 1_000 } })
    const [, second] = await openAll(2)

    second!.connection.send(1)
    second!.page.emit('freeze')
    await timers.advance(5_000)
    second!.page.emit('resume')
    await timers.advance(20)

    expect(server.messages).toEqual([1])
    expect(second!.told.of('sent')).toEqual([1])
    expect(second!.told.of('drop')).toEqual([{ data: 1, reason: 'unconfirmed' }])
  })

  it('goes at once or not at all with `queue: false`', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [, second] = await openAll(2)

    const result = second!.connection.send('now', { queue: false })
    await timers.advance(10)
    server.refuse()
    server.drop()
    await timers.advance(10)
    const later = second!.connection.send('later', { queue: false })

    expect([result, later]).toEqual(['sent', 'dropped'])
    expect(server.received).toEqual(['now'])
  })

  it('is sent again by the next leader with `resend`', async () => {
    const { server, openAll, timers } = setUpBrowser({ outbox: { resend: true } })
    const [first, second] = await openAll(2)
    second!.connection.send('again')
    await timers.advance(10)

    first!.crash()
    await timers.advance(50)

    expect(server.received).toEqual(['again', 'again'])
    expect(second!.told.of('sent')).toEqual(['again'])
    expect(second!.told.of('drop')).toEqual([])
  })

  it('goes out as the last words of a tab that closes', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [first, second] = await openAll(2)

    second!.connection.send('bye')
    second!.connection.close()
    await timers.advance(20)

    expect(server.received).toEqual(['bye'])
    expect(second!.connection.status).toBe('closed')
    expect(first!.connection.status).toBe('open')
  })

  it('is dropped as aborted, and may have been sent, when its signal is aborted after the offer', async () => {
    const { server, openAll, timers } = setUpBrowser()
    const [, second] = await openAll(2)
    const controller = new AbortController()

    second!.connection.send(1, { signal: controller.signal })
    controller.abort()
    second!.connection.send(2)
    await timers.advance(20)

    expect(second!.told.of('drop')).toEqual([{ data: 1, reason: 'aborted' }])
    expect(second!.told.of('sent')).toEqual([2])
    expect(server.messages).toEqual([1, 2])
  })

  it('goes out once over a link of its own, which it keeps until that is confirmed', async () => {
    const { server, channels, openAll, timers } = setUpBrowser({
      heartbeat: { interval: 5_000, timeout: 2_000 },
      outbox: { resend: true },
    })
    const [first, second] = await openAll(2)
    channels.deaf.add(first!.name)

    second!.connection.send('once')
    await timers.advance(60_000)

    expect(server.received).toEqual(['once'])
    expect(second!.connection.queued).toBe(0)
    expect(second!.connection.unconfirmed).toBe(0)
  })

  it.each([
    ['on time', 0],
    ['set back by an hour', 3_600_000],
  ])(
    'keeps no tab with a link of its own, though there is always one in flight (clock %s)',
    async (_, back) => {
      const clock = adjustableClock()
      const heartbeat = { interval: 5_000, timeout: 2_000 }
      const { channels, openAll, timers } = setUpBrowser({ heartbeat }, {}, clock.timers)
      const [first, second] = await openAll(2)
      channels.deaf.add(first!.name)
      second!.connection.send(0)
      await timers.advance(100)
      channels.deaf.delete(first!.name)

      for (let number = 1; number <= 300; number++) {
        second!.connection.send(number)
        await timers.advance(100)
        if (number === 100) clock.setBack(back)
      }

      expect(second!.leaderships).toContain(true)
      expect(second!.connection.isLeader).toBe(false)
    },
  )
})
