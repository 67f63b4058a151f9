import type { NativeSocket } from 'vue-heartbeat-socket/socket'

/** A native socket without a network: what it is told to receive comes at once. */
export class FakeSocket {
  static last: FakeSocket

  readyState = 0
  binaryType = 'blob'
  bufferedAmount = 0
  protocol = ''
  extensions = ''
  url = ''
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((event: unknown) => void) | null = null
  onclose: ((event: unknown) => void) | null = null
  onerror: ((event: unknown) => void) | null = null

  constructor() {
    FakeSocket.last = this
  }

  open(): void {
    this.readyState = 1
    this.onopen!({})
  }

  send(): void {}

  close(): void {
    this.readyState = 3
  }
}

/** In the `WebSocket` option. */
export const FakeWebSocket = FakeSocket as unknown as new (url: string) => NativeSocket
