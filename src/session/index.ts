export { createSession, type CreateSessionOptions } from './create-session.ts'
export type { SessionOption } from '../options/session.ts'
