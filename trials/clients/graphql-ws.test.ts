import { EventEmitter, on } from 'node:events'
import { createRequire } from 'node:module'
import { useServer } from 'graphql-ws/use/ws'
import type { WebSocketServer } from 'ws'
import { createGraphqlClient } from './recipes/graphql-ws.ts'
import { describeClient, type Subject } from './support/suite.ts'

// Vite would take the other of the package's two copies than graphql-ws, which then refuses it.
const { buildSchema } = createRequire(import.meta.url)('graphql') as typeof import('graphql')

const schema = buildSchema(`
  type Query { nothing: String }
  type Mutation { say(text: String!): String }
  type Subscription { said: String! }
`)

describeClient(serve, subscribe, { asks: true })

function serve(server: WebSocketServer): void {
  const talk = new EventEmitter()
  const roots = {
    mutation: { say: ({ text }: { text: string }) => void talk.emit('said', text) },
    subscription: {
      async *said() {
        for await (const [said] of on(talk, 'said')) yield { said }
      },
    },
  }
  // Its own pings, 0 for none, would end a silent link, and the hang-up would reach the client.
  useServer({ schema, roots }, server, 0)
}

function subscribe(url: string): Subject {
  const client = createGraphqlClient(url)
  const heard: string[] = []
  let attempts = 0
  client.on('connecting', () => attempts++)
  const unsubscribe = client.subscribe<{ said: string }>(
    { query: 'subscription { said }' },
    {
      next: ({ data }) => heard.push(data!.said),
      error: console.error,
      complete() {},
    },
  )
  return {
    heard: () => heard,
    attempts: () => attempts,
    say(text) {
      client.subscribe(
        { query: 'mutation ($text: String!) { say(text: $text) }', variables: { text } },
        { next() {}, error() {}, complete() {} },
      )
    },
    end() {
      unsubscribe()
      // Where no connection comes about, this is rejected.
      Promise.resolve(client.dispose()).catch(() => {})
    },
  }
}
