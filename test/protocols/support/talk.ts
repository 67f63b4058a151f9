import { createPinia } from 'pinia'
import { createApp } from 'vue'
import {
  createRequest,
  defineTopics,
  HeartbeatSocket,
  RequestError,
  type CreateRequestOptions,
  type SocketOptions,
  type TopicsOptions,
} from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers, type FakeServer } from 'vue-heartbeat-socket/testing'
import { readRecording, replay } from './recording.ts'

/** What is tried: how a protocol connects, subscribes and asks. */
export interface Talk {
  readonly options: Omit<SocketOptions, 'url'>
  readonly topics: TopicsOptions
  readonly requests: CreateRequestOptions<'default', any>
}

/** What an app does, and what it notes of what comes. */
export interface TalkingApp {
  readonly server: FakeServer
  /** Messages of topics. */
  readonly heard: unknown[]
  /** Answers, and what was wrong with refused questions. */
  readonly answers: unknown[]
  use(topic: string): void
  leave(topic: string): void
  ask(question: unknown, options?: { queue: boolean }): void
  /** Plays an exchange: for each line of the app's one of these actions. */
  play(name: string, actions: (() => void)[]): Promise<void>
  /** Breaks the link, plays the lines that the new one begins with, and returns what is sent then. */
  reopen(lines: readonly string[]): Promise<unknown[]>
}

/** An app of this protocol on a fake server that has accepted it. */
export function setUpTalk({ options, topics, requests }: Talk): TalkingApp {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, ping: () => false })
  const pinia = createPinia()
  createApp({})
    .use(pinia)
    .use(HeartbeatSocket, { ...server.options, ...options })
  const useTopic = defineTopics(topics)
  const request = createRequest(requests)
  const heard: unknown[] = []
  const answers: unknown[] = []
  const removers = new Map<string, () => void>()
  const note = (answer: unknown): void => void answers.push(answer)
  const serverSays = async (frame: string): Promise<void> => {
    server.send(frame)
    await timers.advance(0)
  }
  server.accept()
  return {
    server,
    heard,
    answers,
    use: (topic) =>
      removers.set(
        topic,
        useTopic(topic, (message) => heard.push(message), { pinia }),
      ),
    leave: (topic) => removers.get(topic)!(),
    ask: (question, how) =>
      void request(question, { pinia, ...how }).then(note, (error) =>
        note(error instanceof RequestError ? { [error.reason]: error.data } : error),
      ),
    async play(name, actions) {
      const player = {
        timers,
        serverSays,
        link: server.connections.at(-1)!,
        toMessage: () => actions.shift()!,
        connection: { send: (action: unknown) => (action as () => void)() },
      }
      await replay(player, readRecording(name))
      await timers.advance(0)
    },
    async reopen(lines) {
      server.drop()
      await timers.advance(3_000)
      for (const line of lines) await serverSays(line)
      return server.connections.at(-1)!.sent.map((data) => JSON.parse(String(data)))
    },
  }
}
