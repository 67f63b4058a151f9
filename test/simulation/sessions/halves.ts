/** Both halves of sessions, bundled together so that a mutation may stand in either. */
export { createHeartbeatServer, memoryStore, Refused } from '../../../src/server/index.ts'
export { createSession } from '../../../src/session/index.ts'
export { Connection } from '../../../src/socket.ts'
