import { Aedes } from 'aedes'
import { createWebSocketStream, type WebSocketServer } from 'ws'
import { connectMqtt } from './recipes/mqtt.ts'
import { describeClient, type Subject } from './support/suite.ts'

const TOPIC = 'talk'

describeClient(serve, subscribe, { asks: true })

function serve(server: WebSocketServer): void {
  const ready = Aedes.createBroker()
  server.on('connection', async (socket) => {
    const stream = createWebSocketStream(socket)
    stream.on('error', () => {})
    const broker = await ready
    broker.handle(stream)
  })
}

function subscribe(url: string): Subject {
  const client = connectMqtt(url)
  const heard: string[] = []
  // The first has begun.
  let attempts = 1
  client.on('reconnect', () => attempts++)
  client.subscribe(TOPIC)
  client.on('message', (_topic, payload) => heard.push(String(payload)))
  return {
    attempts: () => attempts,
    say(text) {
      if (client.connected) client.publish(TOPIC, text)
    },
    heard: () => heard,
    end: () => void client.end(),
  }
}
