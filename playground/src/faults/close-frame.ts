import type { CloseRequest } from '../../server/api.ts'

const MAX_REASON = 123

/**
 * What is wrong with a close frame of the server's (RFC 6455, section 7.4): the key of the message
 * that says so, or `null`.
 */
export function wrongClose({
  code,
  reason = '',
}: CloseRequest): 'wrongCode' | 'wrongReason' | null {
  if (!isServersCode(code)) return 'wrongCode'
  return new TextEncoder().encode(reason).length > MAX_REASON ? 'wrongReason' : null
}

function isServersCode(code: number): boolean {
  if (!Number.isInteger(code)) return false
  if (code >= 3000 && code <= 4999) return true
  return code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)
}
