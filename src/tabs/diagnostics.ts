import { defineDiagnostics } from 'nostics'
import type { DiagnosticDefinition } from 'nostics'
import { socketError, type Details, type SocketError } from '../diagnostics.ts'

/** The messages of shared tabs, apart from the others so that only a page with them carries them. */
const codes: Record<TabsCode, DiagnosticDefinition<any>> = {
  HEARTBEAT_SOCKET_C0030: {
    why: 'Without a "key" it is not known which tabs may share this connection: "url", "protocols" or "handshake" is a function, or there is a "session".',
    fix: 'Give `shareTabs({ key })` one that is the same in all tabs of a user, and another one for each user and tenant.',
  },
}

type TabsCode = `HEARTBEAT_SOCKET_C${number}`

const catalogue = process.env.NODE_ENV === 'production' ? null : defineDiagnostics({ codes })

/** Creates the error for one of the codes of shared tabs. */
export const tabsError = (
  number: `C${number}`,
  details: Details = {},
  ErrorClass: ErrorConstructor = Error,
): SocketError => socketError(number, details, ErrorClass, catalogue)
