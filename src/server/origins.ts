import type { UpgradeRequest } from './link.ts'
import type { ServerOptions } from './options.ts'

/** Whether a request's page may connect. */
export function isOriginAllowed(
  { headers }: UpgradeRequest,
  origins: ServerOptions['origins'],
): boolean {
  const { origin, host } = headers as { origin?: string; host?: string }
  if (typeof origins === 'function') return origins(origin) === true
  if (origin === undefined) return true
  return origins ? origins.includes(origin) : hostOf(origin) === host
}

/** `null`, the origin of a sandboxed frame, has no host. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
