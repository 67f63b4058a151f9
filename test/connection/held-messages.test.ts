import { describe, expect, it } from 'vitest'
import { microtasks, setUpOpen, type Kit } from './support/set-up.ts'

/** A kit whose server has accepted, and whose handshake lasts until `finish()`. */
function setUpShaking(): Kit & { finish(): Promise<void> } {
  let resolve!: () => void
  const handshake = (): Promise<void> => new Promise((done) => (resolve = done))
  const kit = setUpOpen({ handshake })
  const finish = (): Promise<void> => {
    resolve()
    return microtasks()
  }
  return Object.assign(Object.create(kit) as Kit, { finish })
}

describe('messages held until a handshake is over', () => {
  it('find the state as of their own delivery', async () => {
    const { connection, server, finish } = setUpShaking()
    const seen: unknown[] = []
    connection.on('message', (message) => {
      seen.push([message, connection.lastMessage, connection.received])
    })
    server.send(7)
    server.send(8)

    await finish()

    expect(seen).toEqual([
      [7, 7, 1],
      [8, 8, 2],
    ])
  })

  it('keep the time of their arrival', async () => {
    const { connection, server, timers, finish } = setUpShaking()
    const start = timers.now()
    const times: unknown[] = []
    connection.on('message', () => times.push(connection.lastReceivedAt))
    server.send(1)
    await timers.advance(1_000)
    server.send(2)
    await timers.advance(1_000)

    await finish()

    expect(times).toEqual([start, start + 1_000])
  })

  it('are not emitted once a listener of one of them has closed', async () => {
    const { connection, server, recorder, finish } = setUpShaking()
    connection.on('message', () => connection.close())
    server.send(1)
    server.send(2)

    await finish()

    expect(recorder.of('message')).toEqual([1])
    expect(connection.lastMessage).toBe(1)
  })
})
