import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DevServer, JSON_TYPE } from './dev-server.ts'
import { attempt, open } from './fixtures.ts'

let server: DevServer

beforeAll(async () => {
  server = await DevServer.start()
})

afterAll(() => server.close())

beforeEach(async () => {
  await server.post('heal')
})

describe('controls', () => {
  test('tell the state', async () => {
    const { port, ...rest } = await server.state()

    expect(rest).toMatchObject({
      at: expect.any(Number),
      url: `ws://127.0.0.1:${port}/feed`,
      echoUrl: `ws://127.0.0.1:${port}/echo`,
      running: true,
      connections: 0,
      stranded: 0,
      faults: { silent: false, frozen: false, refuse: false, handshakeDelay: 0, flood: 0 },
      counters: {
        attempts: expect.any(Number),
        accepted: expect.any(Number),
        pings: expect.any(Number),
        messages: expect.any(Number),
      },
    })
  })

  test('set faults and answer with the state that follows', async () => {
    const { status, body } = await server.post('set', { silent: true, flood: 10 })

    expect(status).toBe(200)
    expect(body.faults).toMatchObject({ silent: true, frozen: false, flood: 10 })
  })

  test('show what the server got', async () => {
    const client = await open((await server.state()).echoUrl)
    const answer = client.next()

    client.socket.send('hello')
    await answer

    const { received, connections } = await server.state()
    expect(received.at(-1)).toBe('hello')
    expect(connections).toBe(1)
  })

  test('show what arrived of numbered messages, which are not among the others', async () => {
    const before = (await server.state()).counters.messages
    const client = await open((await server.state()).url)
    client.socket.send('count:series:1')
    client.socket.send('count:series:3')

    await expect
      .poll(async () => (await server.ask('GET', 'counted')).body)
      .toMatchObject({
        series: {
          arrived: [
            [1, 1],
            [3, 3],
          ],
          again: 0,
        },
      })
    expect((await server.state()).counters.messages).toBe(before)
  })

  test('kill the connections', async () => {
    const client = await open((await server.state()).url)

    await server.post('kill')

    expect((await client.closed).code).toBe(1006)
  })

  test('close the connections with a code and a reason', async () => {
    const client = await open((await server.state()).url)

    await server.post('close', { code: 4001, reason: 'own' })

    expect(await client.closed).toEqual({ code: 4001, reason: 'own' })
  })

  test('broadcast a message', async () => {
    const client = await open((await server.state()).echoUrl)
    const message = client.next()

    await server.post('broadcast', { data: 'to all' })

    expect(await message).toBe('to all')
  })

  test('strand the connections', async () => {
    await open((await server.state()).url)

    const { body } = await server.post('strand', { forgetAfter: 1_000 })

    expect(body).toMatchObject({ connections: 0, stranded: 1 })
  })

  test('restart the server', async () => {
    const { url } = await server.state()

    const { body } = await server.post('restart', { downFor: 1 })
    await expect.poll(async () => (await server.state()).running).toBe(true)

    expect(body.running).toBe(false)
    await open(url)
  })

  test('heal the server', async () => {
    await server.post('set', { silent: true, flood: 10 })
    await server.post('stop')

    const { body } = await server.post('heal')

    expect(body).toMatchObject({ running: true, faults: { silent: false, flood: 0 } })
  })

  test('stop the server', async () => {
    const { url } = await server.state()

    const { body } = await server.post('stop')

    expect(body.running).toBe(false)
    expect((await attempt(url).closed).code).toBe(1006)
  })

  test('start the server where it was', async () => {
    const { url } = await server.state()

    await server.post('stop', {})
    const { body } = await server.post('start', {})

    expect(body).toMatchObject({ running: true, url })
    await open(url)
  })
})

describe('bad input', () => {
  test.each([
    ['no JSON', 'set', '{', 'The body is not JSON'],
    ['no object', 'set', '[]', 'The body must be a JSON object'],
    ['null', 'set', 'null', 'The body must be a JSON object'],
    ['an unknown fault', 'set', { slient: true }, 'Unknown field "slient"; known: silent, '],
    ['an inherited name', 'set', { toString: 1 }, 'Unknown field "toString"'],
    ['a fault of a wrong type', 'set', { silent: 'yes' }, '"silent" must be true or false'],
    ['a negative delay', 'set', { handshakeDelay: -1 }, '"handshakeDelay" must be a number from 0'],
    ['too large a flood', 'set', { flood: 1e9 }, '"flood" must be a number from 0 to 100000'],
    ['no code', 'close', {}, '"code" is missing'],
    ['a code for no one', 'close', { code: 999 }, '"code" must be 1000-1003, 1007-1014 or'],
    ['a code of the browser', 'close', { code: 1006 }, '"code" must be 1000-1003, 1007-1014 or'],
    ['a code that is a text', 'close', { code: '1000' }, '"code" must be'],
    ['a fraction of a code', 'close', { code: 1000.5 }, '"code" must be'],
    ['a long reason', 'close', { code: 1000, reason: 'é'.repeat(62) }, 'at most 123 bytes'],
    ['a time that is none', 'strand', { forgetAfter: 'soon' }, '"forgetAfter" must be a number'],
    ['no time to be down', 'restart', {}, '"downFor" is missing'],
    ['too long a time to be down', 'restart', { downFor: 2 ** 31 }, '"downFor" must be a number'],
    ['no data', 'broadcast', {}, '"data" is missing'],
    ['data that is no text', 'broadcast', { data: 1 }, '"data" must be a string'],
    ['a field too many', 'kill', { now: true }, 'Unknown field "now"; known: none'],
  ])('%s is named', async (_name, path, body, message) => {
    const answer = await server.post(path, body)

    expect(answer.status).toBe(400)
    expect(answer.body.error).toContain(message)
  })

  test('changes nothing, even where a part of it is right', async () => {
    await server.post('set', { silent: true, frozen: 1 })

    expect((await server.state()).faults.silent).toBe(false)
  })

  test('an unknown control is not found', async () => {
    expect(await server.post('explode')).toEqual({
      status: 404,
      body: { error: 'No such control: /explode' },
    })
  })

  test.each([
    ['GET', 'kill', 'Use POST for /kill'],
    ['POST', 'state', 'Use GET for /state'],
  ])('%s of %s is no method', async (method, path, error) => {
    expect(await server.ask(method, path, '', JSON_TYPE)).toEqual({ status: 405, body: { error } })
  })

  test('a large body is not read', async () => {
    expect((await server.post('broadcast', { data: 'x'.repeat(100_000) })).status).toBe(413)
  })
})

describe('other pages', () => {
  test('may not steer', async () => {
    const answer = await server.post('kill', {}, { origin: 'https://example.com' })

    expect(answer).toEqual({
      status: 403,
      body: { error: 'Only the page of this server may do that' },
    })
  })

  test('of another port may not steer', async () => {
    expect((await server.post('kill', {}, { origin: 'http://127.0.0.1:1' })).status).toBe(403)
  })

  test('of no origin may not steer', async () => {
    expect((await server.post('kill', {}, { origin: 'null' })).status).toBe(403)
  })

  test('that send no origin are known by the browser’s word', async () => {
    expect((await server.post('kill', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  test('cannot steer with a form', async () => {
    const form = { 'content-type': 'text/plain', origin: `http://${server.host}` }

    expect((await server.post('kill', {}, form)).status).toBe(415)
  })

  test('cannot steer under a name that leads here', async () => {
    const rebound = { host: 'example.com', origin: 'http://example.com' }

    expect((await server.post('kill', {}, rebound)).status).toBe(403)
  })

  test('may not read the state', async () => {
    const answer = await server.ask('GET', 'state', '', { origin: 'https://example.com' })

    expect(answer.status).toBe(403)
  })

  test('the own page may steer', async () => {
    const own = { origin: `http://${server.host}`, 'sec-fetch-site': 'same-origin' }

    expect((await server.post('kill', {}, own)).status).toBe(200)
  })
})

test('the feed server ends with the dev server', async () => {
  const other = await DevServer.start()
  const client = await open((await other.state()).url)

  await other.close()

  expect((await client.closed).code).toBe(1006)
})
