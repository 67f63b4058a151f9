import * as v from 'valibot'
import 'vue-heartbeat-socket'
import * as z from 'zod'

export interface Price {
  kind: 'price'
  value: number
}

export interface News {
  kind: 'news'
  text: string
}

/** A class with a private member, as codecs may return. */
export declare class Money {
  private amount
  readonly currency: string
}

export const quote = z.object({ value: z.number(), at: z.iso.datetime().transform(Date.parse) })
export const line = v.object({ text: v.string() })

declare module 'vue-heartbeat-socket' {
  interface Sockets {
    feed: { receive: Price | News; send: { subscribe: string } }
    money: { receive: Money }
    quotes: { schema: typeof quote; send: 'all' }
    chat: { schema: typeof line }
    [room: `room/${string}`]: { receive: string; send: string }
  }
}
