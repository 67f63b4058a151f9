import { createHeartbeatServer, Refused, type ServerOptions } from 'vue-heartbeat-socket/server'

export type Up =
  | { readonly enter: string }
  | { readonly leave: string }
  | { readonly say: string; readonly room: string }
export interface Down {
  readonly room: string
  readonly from: string
  readonly text: string
}

interface RoomOptions extends Pick<ServerOptions<Up>, 'authenticate' | 'timer'> {
  mayEnter(user: string, room: string): boolean | Promise<boolean>
}

/** Rooms that clients enter and leave. Who may is decided here, whatever a client asks for. */
export function serveRooms({ mayEnter, ...options }: RoomOptions) {
  const live = createHeartbeatServer<Up, Down>(options)
  live.on('message', async (message, { session, publish }) => {
    if ('leave' in message) return session.leave(`room/${message.leave}`)
    const room = 'enter' in message ? message.enter : message.room
    if (!(await mayEnter(session.user, room))) throw new Refused('not your room')
    // Kept over reconnects, so that a page enters once.
    if ('enter' in message) return session.join(`room/${room}`)
    publish(`room/${room}`, { room, from: session.user, text: message.say })
  })
  return live
}
