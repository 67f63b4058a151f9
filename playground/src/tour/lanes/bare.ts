import type { OpenLane } from './lane.ts'

const names = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED']

/** The browser's own class, as most first attempts use it. */
export const openBare: OpenLane = (url, _times, listener) => {
  const socket = new WebSocket(url)
  const tell = (): void =>
    listener.report(names[socket.readyState]!, socket.readyState === WebSocket.OPEN)
  tell()
  socket.onopen = tell
  socket.onerror = tell
  socket.onclose = tell
  socket.onmessage = ({ data }) => listener.hears(data)

  return {
    accounts: false,
    send(text) {
      // While it is connecting it throws. Once it is closing it discards, and says so on the console alone,
      // where a line for each message would hide all else.
      if (socket.readyState === WebSocket.CONNECTING) listener.drops(text)
      else if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    isReady: () => true,
    held: () => 0,
    end() {
      socket.onopen = socket.onerror = socket.onclose = socket.onmessage = null
      socket.close()
    },
  }
}

export const bareCode = (): string => 'new WebSocket(url)'
