/** Engine, shared tabs and sessions, bundled together so that a mutation may stand in any. */
export { Connection } from '../../../src/connection/connection.ts'
export { createHeartbeatServer, memoryStore } from '../../../src/server/index.ts'
export { createSession } from '../../../src/session/index.ts'
export { shareTabs } from '../../../src/tabs/index.ts'
