import { vi } from 'vitest'

// As a browser gets it: when it is imported, it looks for Node, and passes on events in another way.
vi.stubGlobal('process', Object.create(process, { versions: { value: {} } }))
const { PartySocket, WebSocket: Original } = await import('partysocket')
vi.unstubAllGlobals()

export { Original, PartySocket }
