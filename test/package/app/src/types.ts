// Never run: what the declarations allow, and what they don't.
import {
  onSocketMessage,
  useHeartbeatSocket,
  type CloseInfo,
  type HeartbeatSocketStore,
  type Received,
  type SendResult,
  type SocketOptions,
} from 'vue-heartbeat-socket'
import { backoff, Connection, systemTimers, type TimerService } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

export const chat: HeartbeatSocketStore<'chat'> = useHeartbeatSocket('chat')
export const result: SendResult = chat.send('hello')
export const line: string | null = chat.lastMessage
export const close: CloseInfo | null = chat.lastClose
export const price: Received = { price: 3 }

// @ts-expect-error -- the chat takes text
chat.send(3)
// @ts-expect-error -- no interface declares this name
useHeartbeatSocket('chatt')
// @ts-expect-error -- the state belongs to the connection
chat.status = 'open'

onSocketMessage(
  (message): message is 'joined' => message === 'joined',
  (message: 'joined', entry) => [message, entry.at],
  { socket: 'chat' },
)

const timer: TimerService = systemTimers()
const options: SocketOptions = { url: () => 'wss://example.com', timer, protocols: undefined }
export const connection: Connection = new Connection(options)
export const remove: () => void = connection.on('close', ({ code, cause }) => [code, cause])
export const delay: number = backoff(
  1,
  { spread: 1, minDelay: 1, maxDelay: 1, factor: 1 },
  () => 0.5,
)

// @ts-expect-error -- there is no such option
export const wrong: SocketOptions = { url: null, hartbeat: false }

const timers = createFakeTimers()
export const fake: Connection = new Connection(createFakeServer({ timers }).options)
