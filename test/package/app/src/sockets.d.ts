import 'vue-heartbeat-socket'

declare module 'vue-heartbeat-socket' {
  interface Sockets {
    default: { receive: { price: number }; send: { subscribe: string } }
    chat: { receive: string; send: string }
  }
}
