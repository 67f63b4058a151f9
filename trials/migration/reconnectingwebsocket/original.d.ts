declare module 'reconnectingwebsocket' {
  class ReconnectingWebSocket {
    constructor(url: string, protocols?: string | string[] | null, options?: object)
    addEventListener(type: string, listener: unknown, options?: object): void
    removeEventListener(type: string, listener: unknown): void
    readonly readyState: number;
    readonly [member: string]: any
  }

  export default ReconnectingWebSocket
}
