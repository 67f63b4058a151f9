// Not by its public name: Vite loads its configuration, and this with it, without the alias.
import { createHeartbeatServer, type HeartbeatServer } from '../../src/server/index.ts'
import { isLocal } from './admission.ts'
import type { Inbox } from './inbox.ts'

/**
 * Serves clients with a session: what `/feed` sends is published to them, and they get an echo as the
 * others do. Its log and its records are kept while the server is stopped.
 */
export function createLive(inbox: Inbox): HeartbeatServer<string, unknown> {
  const live = createHeartbeatServer<string, unknown>({
    // The path is the channel. The user is the page, so that a flood can be for one page alone.
    authenticate: ({ url = '' }) => {
      const [path = '', query] = url.split('?')
      const page = new URLSearchParams(query).get('page')
      return { user: userOf(path, page), channels: [path] }
    },
    origins: isLocal,
  })
  live.on('message', (message, { reply, session }) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message)
    if (inbox.take(text) === 'counted') return
    reply(session.user.startsWith('/feed') ? { type: 'echo', data: text } : message)
  })
  return live
}

/** How `authenticate` names the sessions of a page. */
export const userOf = (path: string, page: string | null): string => `${path} ${page ?? ''}`
