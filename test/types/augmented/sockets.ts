import 'vue-heartbeat-socket'

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

declare module 'vue-heartbeat-socket' {
  interface Sockets {
    feed: { receive: Price | News; send: { subscribe: string } }
    money: { receive: Money }
    [room: `room/${string}`]: { receive: string; send: string }
  }
}
