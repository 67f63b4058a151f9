import type { StandardSchemaV1 } from '@standard-schema/spec'
import { storeToRefs } from 'pinia'
import * as v from 'valibot'
import { describe, expectTypeOf, it } from 'vitest'
import { createApp } from 'vue'
import {
  HeartbeatSocket,
  onSocketMessage,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type LogEntry,
  type StandardSchema,
} from 'vue-heartbeat-socket'
import { Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'
import * as z from 'zod'
import * as mini from 'zod/mini'

interface Price {
  price: number
}

const url = 'wss://a.test'
const zodSchema = z.object({ price: z.number() })
const valibotSchema = v.object({ price: v.number() })

describe('a Standard Schema', () => {
  it('is what other libraries make', () => {
    expectTypeOf(zodSchema).toExtend<StandardSchema<Price>>()
    expectTypeOf(mini.object({ price: mini.number() })).toExtend<StandardSchema<Price>>()
    expectTypeOf(valibotSchema).toExtend<StandardSchema<Price>>()
    expectTypeOf<StandardSchemaV1<string, Price>>().toExtend<StandardSchema<Price>>()
  })

  it('of ours is one of the specification', () => {
    expectTypeOf<StandardSchema<Price>>().toExtend<{
      readonly '~standard': Pick<StandardSchemaV1.Props<unknown, Price>, 'version' | 'vendor'>
    }>()
    expectTypeOf<
      Exclude<ReturnType<StandardSchema<Price>['~standard']['validate']>, PromiseLike<unknown>>
    >().toEqualTypeOf<Readonly<StandardSchemaV1.Result<Price>>>()
    expectTypeOf<NonNullable<StandardSchema<Price>['~standard']['types']>>().toEqualTypeOf<
      StandardSchemaV1.Types<unknown, Price>
    >()
  })
})

describe('a connection', () => {
  it('receives what its schema makes of messages', () => {
    const connection = new Connection({ url, schema: zodSchema })

    expectTypeOf(connection).toEqualTypeOf<Connection<Price>>()
    expectTypeOf(connection.lastMessage).toEqualTypeOf<Price | null>()
    connection.on('message', (message, raw) => {
      expectTypeOf(message).toEqualTypeOf<Price>()
      expectTypeOf(raw).toBeAny()
    })
  })

  it('does so with any library', () => {
    const standard = {} as StandardSchemaV1<unknown, Price>
    const fromValibot = new Connection({ url, schema: valibotSchema })
    const fromStandard = new Connection({ url, schema: standard })

    expectTypeOf(fromValibot).toEqualTypeOf<Connection<Price>>()
    expectTypeOf(fromStandard).toEqualTypeOf<Connection<Price>>()
  })

  it('receives the output of a schema that transforms', () => {
    const length = z.string().transform((text) => text.length)

    expectTypeOf(new Connection({ url, schema: length }).lastMessage).toEqualTypeOf<number | null>()
  })

  it('receives anything without one', () => {
    const connection = new Connection({ url })

    expectTypeOf(connection).toEqualTypeOf<Connection>()
    expectTypeOf(connection.lastMessage).toBeAny()
    connection.on('message', (message) => expectTypeOf(message).toBeAny())
  })

  it('takes only a schema of the same messages later', () => {
    const connection = new Connection({ url, schema: zodSchema })

    connection.configure({ schema: valibotSchema })
    connection.configure({ schema: undefined })
    // @ts-expect-error -- other messages
    connection.configure({ schema: z.string() })
  })

  it('of any kind can be passed on', () => {
    const connections: Connection[] = [new Connection({ url, schema: zodSchema })]
    const options: SocketOptions = { url, schema: zodSchema }

    expectTypeOf(connections[0]!.lastMessage).toBeAny()
    expectTypeOf(new Connection(options).lastMessage).toBeAny()
  })
})

describe('a store made with a schema', () => {
  const store = useHeartbeatSocket('room', { url, schema: zodSchema })

  it('has its messages', () => {
    expectTypeOf(store).toEqualTypeOf<HeartbeatSocketStore<'room', Price>>()
    expectTypeOf(store.lastMessage).toEqualTypeOf<Price | null>()
    expectTypeOf(storeToRefs(store).lastMessage.value).toEqualTypeOf<Price | null>()
    expectTypeOf(useHeartbeatSocket('room', { url, schema: valibotSchema })).toEqualTypeOf(store)
  })

  it('sends anything, so its log holds anything', () => {
    expectTypeOf(store.send).parameter(0).toBeAny()
    expectTypeOf(store.log).toEqualTypeOf<readonly LogEntry[]>()
  })

  it('takes only a schema of the same messages later', () => {
    store.configure({ schema: valibotSchema, heartbeat: false })
    // @ts-expect-error -- other messages
    store.configure({ schema: z.string() })
  })

  it('is one of any messages to those who do not care', () => {
    const any: HeartbeatSocketStore<'room'> = store

    expectTypeOf(any.lastMessage).toBeAny()
  })

  it('has any messages when the options have no schema', () => {
    expectTypeOf(useHeartbeatSocket('room', { url }).lastMessage).toBeAny()
    expectTypeOf(useHeartbeatSocket('room', { url, schema: undefined }).lastMessage).toBeAny()
  })
})

describe('the plugin', () => {
  it('takes any schema for names that are not declared', () => {
    createApp({}).use(HeartbeatSocket, { url, schema: zodSchema })
    createApp({}).use(HeartbeatSocket, { sockets: { room: { url, schema: valibotSchema } } })
    // @ts-expect-error -- no schema
    createApp({}).use(HeartbeatSocket, { url, schema: { price: 'number' } })
  })

  it('takes handlers that say what they get', () => {
    onSocketMessage(({ price }: Price) => price, { socket: 'room' })
  })
})
