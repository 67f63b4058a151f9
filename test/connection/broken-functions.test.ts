import { describe, expect, it, vi } from 'vitest'
import { takeErrors } from '../support/console.ts'
import { FIRST_DELAY, microtasks, setUpOpen } from './support/set-up.ts'

const failure = new Error('broken')
const throwing = (): never => {
  throw failure
}
const asynchronous = async (): Promise<boolean> => true
const rejecting = async (): Promise<never> => {
  throw failure
}

describe.each(['pong', 'reply'])('a broken heartbeat.%s', (option) => {
  it.each([
    ['throws', throwing],
    ['returns a promise', asynchronous],
    ['returns a promise that rejects', rejecting],
  ])('that %s leaves messages alone, and is one error event', async (_, broken) => {
    const { server, recorder, link, connection } = setUpOpen({
      codec: 'text',
      heartbeat: { [option]: broken },
    })

    for (let count = 0; count < 1_000; count++) server.send(`hello ${count}`)
    await microtasks()

    expect(recorder.of('message')).toHaveLength(1_000)
    expect(link.sent).toEqual([])
    expect(recorder.errorCodes).toEqual(['R0013'])
    expect(connection.error?.message).toContain(`"heartbeat.${option}"`)
    expect(connection.error?.cause).toBe(broken === throwing ? failure : undefined)
    expect(takeErrors()).toEqual([])
  })

  it('is an error once for all links, and again once it is replaced', () => {
    const { server, recorder, connection } = setUpOpen({ heartbeat: { [option]: throwing } })
    server.send('1')
    connection.reconnect()
    server.accept()
    server.send('2')
    expect(recorder.errorCodes).toEqual(['R0013'])

    connection.configure({ heartbeat: { [option]: () => throwing() } })
    server.send('3')

    expect(recorder.of('message')).toEqual([1, 2, 3])
    expect(recorder.errorCodes).toEqual(['R0013', 'R0013'])
  })
})

describe('heartbeat.pong', () => {
  it('that parses JSON still recognizes the pong among plain text', async () => {
    const pong = (raw: string): boolean => JSON.parse(raw).type === 'pong'
    const { server, recorder } = setUpOpen({ codec: 'text', heartbeat: { pong } })

    server.send('hello')
    server.send('{"type":"pong"}')
    server.send('bye')

    expect(recorder.of('message')).toEqual(['hello', 'bye'])
    expect(recorder.errorCodes).toEqual(['R0013'])
  })
})

describe('heartbeat.reply', () => {
  it.each([undefined, null, false] as const)('that answers %s saw no ping', (none) => {
    const reply = (data: unknown): string | null | false | undefined =>
      data === 'hb' ? 'ack' : none
    const { server, recorder, link } = setUpOpen({ codec: 'text', heartbeat: { reply } })

    server.send('hello')
    server.send('hb')

    expect(recorder.of('message')).toEqual(['hello'])
    expect(link.sent).toEqual(['ack'])
    expect(recorder.errorCodes).toEqual([])
  })

  it.each([true, 0, { type: 'pong' }])('that answers %j is an error, once', (answer) => {
    const { server, recorder, link } = setUpOpen({
      codec: 'text',
      heartbeat: { reply: () => answer as never },
    })

    server.send('hello')
    server.send('hello again')

    expect(recorder.of('message')).toEqual(['hello', 'hello again'])
    expect(link.sent).toEqual([])
    expect(recorder.errorCodes).toEqual(['R0013'])
  })

  it('may answer with an empty text', () => {
    const { server, link } = setUpOpen({ heartbeat: { reply: () => '' } })

    server.send('hb')

    expect(link.sent).toEqual([''])
  })
})

describe('a broken function of reconnect', () => {
  it.each([
    ['promises', asynchronous],
    ['promises, and rejects', rejecting],
  ])('shouldReconnect that %s has not answered', async (_, shouldReconnect) => {
    const { server, connection } = setUpOpen({
      reconnect: { maxAttempts: 0, shouldReconnect: shouldReconnect as never },
    })

    server.drop()
    await microtasks()

    expect(connection.status).toBe('failed')
    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_R0013' }])
  })

  it('delay that promises has not answered', () => {
    const { server, connection, timers } = setUpOpen({
      reconnect: { delay: (async () => 10) as never },
    })

    server.drop()

    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_R0013' }])
  })

  it.each(['shouldReconnect', 'delay'])('%s is reported once', async (option) => {
    const broken = vi.fn(throwing)
    const { server, timers } = setUpOpen({ reconnect: { [option]: broken } })

    server.drop()
    server.refuse()
    await timers.advance(60_000)

    expect(broken.mock.calls.length).toBeGreaterThan(2)
    expect(takeErrors()).toEqual([failure])
  })
})
