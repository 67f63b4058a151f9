import type { SessionOption } from '../options/session.ts'
import { prepare } from './prepare.ts'
import { beginSession } from './session.ts'

/** The options of `createSession()`. */
export interface CreateSessionOptions {
  /**
   * Credentials, or a function that returns them, called for every opening. They travel in the first
   * frame, not in the url. They are anything that JSON can express, up to 16 000 characters. When the
   * function throws or rejects, the attempt has failed.
   * @default none
   */
  auth?: unknown
}

/**
 * Describes a session, for the option `session`: over reconnects no message is lost and none is
 * delivered twice, or the event `open` and `drop` say so. Each connection that gets it begins a session
 * of its own, with an id that is known to this page alone; so it can stand in `defaults`.
 */
export function createSession({ auth }: CreateSessionOptions = {}): SessionOption {
  return { auth, begin: beginSession, prepare }
}
