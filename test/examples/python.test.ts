import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { vectors, type Step } from '../protocol/support/vectors.ts'
import { ProtocolClient } from '../server/support/protocol-client.ts'
import { startPythonServer, type PythonServer } from './support/python-server.ts'

const FIRST_HELLO = '{"hello":["aaaaaaaaaaaaaaaaaaaaaa",1],"first":1}'

describe('the vectors of level (a)', () => {
  const exchanges = vectors.exchanges.filter(({ level }) => level === 'a')

  it.each(exchanges)('$name', async ({ log, steps }) => {
    const server = await start(log)
    const run = runner(server, await epochOf(server))

    for (const step of steps) await run(step)
  })

  it('takes every hello that is one, and closes with 4400 on all others', async () => {
    const server = await start()

    const answers = await Promise.all(vectors.hellos.map(({ frame }) => firstOf(server, frame)))
    const refusals = await Promise.all(vectors.notHellos.map((frame) => firstOf(server, frame)))

    expect(answers.filter((answer) => !answer.includes('"welcome"'))).toEqual([])
    expect(new Set(refusals)).toEqual(new Set(['4400']))
  })

  it('closes with 4400 on a frame that is no message', async () => {
    const server = await start()
    const wrong = [
      ...vectors.notTextFrames.filter((frame) => frame !== 'ping'),
      ...vectors.notBinaryFrames.map((hex) => Buffer.from(hex, 'hex')),
    ]
    const right = [
      ...vectors.textFrames.map(({ frame }) => frame),
      ...vectors.binaryFrames.map(({ hex }) => Buffer.from(hex, 'hex')),
    ]

    const refusals = await Promise.all(wrong.map((frame) => firstOf(server, FIRST_HELLO, frame)))
    const answers = await Promise.all(
      right.map((frame) => firstOf(server, FIRST_HELLO, frame, 'ping')),
    )

    expect(new Set(refusals)).toEqual(new Set(['4400']))
    expect(new Set(answers)).toEqual(new Set(['{"at": 0, "pong": 1}']))
  })
})

it('a feed arrives once and in order over links that are cut', async () => {
  const server = await start()
  const client = new ProtocolClient(server.url, null)
  onTestFinished(() => client.stop())
  await client.until(() => client.welcomes === 1)
  const count = 600

  for (let at = 1; at <= count; at++) {
    await server.publish(at)
    if (at % 30 !== 0) continue
    const { welcomes } = client
    client.cut()
    if (at % 60 === 0) await client.until(() => client.welcomes > welcomes)
  }
  await client.until(() => client.received.length === count)

  expect(client.received).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  expect(client.recoveredOpenings).toBe(client.welcomes - 1)
  expect(client.recoveredOpenings).toBeGreaterThanOrEqual(10)
})

async function start(log?: number): Promise<PythonServer> {
  const server = await startPythonServer(log)
  onTestFinished(() => server.stop())
  return server
}

function connect({ url }: PythonServer): { socket: WebSocket; next(): Promise<string> } {
  const socket = new WebSocket(url, 'heartbeat.v1')
  const events: string[] = []
  let wake = (): void => {}
  const add = (event: string): void => {
    events.push(event)
    wake()
  }
  socket.on('message', (data) => add(String(data)))
  socket.on('close', (code) => add(`${code}`))
  socket.on('error', () => {})
  onTestFinished(() => socket.terminate())
  return {
    socket,
    async next() {
      while (events.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return events.shift()!
    },
  }
}

/** Sends frames on a link of their own. What comes after the answers to all but the last one. */
async function firstOf(server: PythonServer, ...frames: (string | Buffer)[]): Promise<string> {
  const { socket, next } = connect(server)
  await once(socket, 'open')
  for (const frame of frames) socket.send(frame)
  if (frames.length > 1) await next()
  const answer = await next()
  socket.terminate()
  return answer
}

async function epochOf(server: PythonServer): Promise<string> {
  return JSON.parse(await firstOf(server, FIRST_HELLO)).welcome[0]
}

/** Plays a client's side; every frame of the server must be one that the exchange has. */
function runner(server: PythonServer, epoch: string) {
  let link: ReturnType<typeof connect> | null = null
  const withEpoch = (text: string): string => text.replaceAll('<epoch>', epoch)

  async function open(): Promise<ReturnType<typeof connect>> {
    const opened = connect(server)
    await once(opened.socket, 'open')
    return opened
  }

  return async ({ client, server: expected, close, publish, cut }: Step): Promise<void> => {
    if (client !== undefined) (link ??= await open()).socket.send(withEpoch(client))
    if (publish !== undefined) await server.publish(publish)
    if (cut) {
      link!.socket.terminate()
      link = null
    }
    if (close !== undefined) expect(await link!.next()).toBe(`${close}`)
    if (expected === undefined) return
    const frame = await link!.next()
    if (typeof expected === 'string') expect(frame).toBe(expected)
    else expect(JSON.parse(frame)).toMatchObject(JSON.parse(withEpoch(JSON.stringify(expected))))
  }
}
