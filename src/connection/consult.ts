import { socketError, type SocketError } from '../diagnostics.ts'
import { isThenable } from '../options/thenable.ts'
import type { Core } from './core.ts'

const isAnything = (): boolean => true

/**
 * Asks a user's function that has to answer at once. If it throws, returns a promise or anything
 * else that is not accepted, there is no answer, and `raise` gets an error, once for each function:
 * some of them see every message.
 */
export function consult<Given, More, Answer>(
  core: Core,
  option: string,
  raise: (error: SocketError) => void,
  fn: (given: Given, more: More) => Answer,
  given: Given,
  more?: More,
  isAccepted: (answer: Answer) => boolean = isAnything,
): Answer | undefined {
  let cause: unknown
  try {
    const answer = fn(given, more!)
    if (isThenable(answer)) answer.then(undefined, () => {})
    else if (isAccepted(answer)) return answer
  } catch (error) {
    cause = error
  }
  if (!core.broken.has(fn)) {
    core.broken.add(fn)
    raise(socketError('R0013', { option, cause }))
  }
  return undefined
}
