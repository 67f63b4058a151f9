import { getCurrentScope } from 'vue'
import { socketError, warn } from '../diagnostics.ts'

/**
 * Whether the current scope has ended: the component left while its asynchronous setup waited. What
 * is registered on such a scope is never cleaned up by Vue up to 3.5.40.
 *
 * @param caller - for the warning
 */
export function hasScopeEnded(caller: string): boolean {
  const hasEnded = getCurrentScope()?.active === false
  if (process.env.NODE_ENV !== 'production' && hasEnded) {
    warn(socketError('C0008', { option: caller }))
  }
  return hasEnded
}
