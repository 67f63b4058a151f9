import type { SocketOptions } from 'vue-heartbeat-socket'

/** Resumes a session as Discord's gateway does: IDENTIFY at first, then RESUME where we are. */
export function gateway(url: string, token: string): SocketOptions {
  return {
    url,
    cursor({ op, t, s, d }, previous) {
      if (op === 9) return null // INVALID SESSION: the next opening identifies
      if (op === 0) return { session: t === 'READY' ? d.session_id : previous.session, seq: s }
    },
    handshake: async ({ send, receive, cursor }) => {
      await receive() // HELLO
      if (cursor === null) send({ op: 2, d: { token } })
      else send({ op: 6, d: { token, session_id: cursor.session, seq: cursor.seq } })
      return { recovered: cursor !== null }
    },
  }
}
