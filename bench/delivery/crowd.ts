// A process of many clients that do as little as they can.
import { WebSocket } from 'ws'

export type CrowdOrder =
  /** Opens so many links, at most `together` at a time; answers with the ms that it took. */
  | {
      readonly do: 'open'
      readonly port: number
      readonly count: number
      readonly together: number
    }
  /** Loses all links without a word. */
  | { readonly do: 'cut' }
  /** Opens all of them again; answers with the ms until the last has so many messages more. */
  | { readonly do: 'resume'; readonly port: number; readonly messages: number }
  /** Answers when each client has had so many messages in all. */
  | { readonly do: 'await'; readonly messages: number }
  /** One link more; the ms from its native open to the last of so many missed messages. */
  | {
      readonly do: 'replay'
      readonly port: number
      readonly messages: number
      readonly bare: boolean
    }

interface Member {
  readonly id: string
  openings: number
  position: [string, number] | undefined
  received: number
  socket: WebSocket | null
}

const RETRY_DELAY = 1_000

const members: Member[] = []
let epoch = ''
let onMessage = (): void => {}

/** Resolves with the welcome, however often the server has had no time for it. */
function connect(member: Member, port: number): Promise<void> {
  return new Promise((resolve) => attempt(member, port, resolve))
}

function attempt(member: Member, port: number, onWelcome: () => void): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'heartbeat.v1', {
    perMessageDeflate: false,
  })
  member.socket = socket
  let isWelcome = false
  socket.on('error', () => {})
  socket.on('close', () => {
    if (!isWelcome) setTimeout(attempt, RETRY_DELAY * Math.random(), member, port, onWelcome)
  })
  socket.on('open', () => {
    const { id, position: at } = member
    socket.send(JSON.stringify({ hello: [id, ++member.openings], at, first: 1, auth: id }))
  })
  socket.on('message', (data: Buffer) => {
    // 0x7b begins a control frame.
    if (data[0] !== 0x7b) {
      member.received++
      member.position![1] = parseInt(data.toString('latin1', 0, 17), 10)
      return onMessage()
    }
    const frame = JSON.parse(String(data))
    if (!frame.welcome) return
    isWelcome = true
    member.position = frame.welcome
    epoch = frame.welcome[0]
    onWelcome()
  })
}

async function openAll(some: readonly Member[], port: number, together: number): Promise<void> {
  for (let at = 0; at < some.length; at += together) {
    await Promise.all(some.slice(at, at + together).map((member) => connect(member, port)))
  }
}

function haveAll(messages: number): Promise<void> {
  return new Promise((resolve) => {
    let missing = members.reduce((sum, { received }) => sum + Math.max(0, messages - received), 0)
    onMessage = () => void (--missing <= 0 && resolve())
    if (missing === 0) resolve()
  })
}

function replay(port: number, messages: number, bare: boolean): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, bare ? [] : 'heartbeat.v1', {
      perMessageDeflate: false,
    })
    let begin = 0
    let count = 0
    socket.on('open', () => {
      begin = performance.now()
      const id = `${Math.random()}`.slice(2).padStart(22, 'r')
      const head = members[0]?.position?.[1] ?? 0
      const hello = { hello: [id, 1], at: [epoch, head - messages], first: 1, auth: id }
      if (!bare) socket.send(JSON.stringify(hello))
    })
    socket.on('message', (data: Buffer) => {
      if (data[0] === 0x7b || ++count < messages) return
      resolve(performance.now() - begin)
      socket.terminate()
    })
  })
}

async function carryOut(order: CrowdOrder): Promise<number> {
  const begin = performance.now()
  if (order.do === 'replay') return replay(order.port, order.messages, order.bare)
  if (order.do === 'await') await haveAll(order.messages)
  if (order.do === 'cut') for (const { socket } of members) socket!.terminate()
  if (order.do === 'open') {
    const added = Array.from({ length: order.count }, (_, at) => ({
      id: `${members.length + at}`.padStart(22, 'm'),
      openings: 0,
      position: undefined,
      received: 0,
      socket: null,
    }))
    members.push(...added)
    await openAll(added, order.port, order.together)
  }
  if (order.do === 'resume') {
    const all = haveAll(members[0]!.received + order.messages)
    await openAll(members, order.port, members.length)
    await all
  }
  return performance.now() - begin
}

process.on('message', async (order: CrowdOrder) => {
  process.send!({ answer: await carryOut(order) })
})
process.on('disconnect', () => process.exit())
