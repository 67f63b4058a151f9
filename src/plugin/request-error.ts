import { socketError, type DiagnosticCode, type SocketError } from '../diagnostics.ts'

/** Why a request failed. */
export type RequestFailure =
  /** no answer came in time */
  | 'timeout'
  /** its signal was aborted */
  | 'aborted'
  /** it never went out */
  | 'dropped'
  /** the link ended after it went out: the server may have done what was asked */
  | 'lost'
  /** the server answered with an error */
  | 'refused'
  /** too many others wait for their answers */
  | 'busy'

const CODES = {
  timeout: 'R0014',
  aborted: 'R0015',
  dropped: 'R0016',
  lost: 'R0017',
  refused: 'R0018',
  busy: 'R0019',
} as const satisfies Record<RequestFailure, string>

/** What a request rejects with. It is not sent again, nor is it later. */
export class RequestError extends Error implements SocketError {
  /** R0014 to R0019, one for each reason. */
  declare readonly code: DiagnosticCode
  /** Decide by this whether to ask again. */
  declare readonly reason: RequestFailure
  /** What `errorOf` returned (`refused`), or the reason that the signal was aborted with. */
  declare readonly data: unknown

  constructor(reason: RequestFailure, data?: unknown) {
    const { code, message } = socketError(CODES[reason])
    super(message)
    Object.assign(this, { name: 'RequestError', code, reason, data })
  }
}
