import type { Mutation } from './mutation.ts'

/** Links, and the attempts to get one. */
export const links: readonly Mutation[] = [
  {
    rule: 'the handlers of an ended link are detached',
    from: '$socket.onopen = $socket.onmessage = $socket.onclose = null',
    to: '',
  },
  {
    rule: 'an ended link is closed natively',
    from: '$socket.close($code, $reason)\n    } catch',
    to: 'void [$code, $reason]\n    } catch',
  },
  {
    rule: 'an end never waits for the native close',
    from: 'if ($isOver) return\n    $discard()\n    $ended(...$how)',
    to: `if ($isOver) return
    $discard()
    const socket = transport.native
    if (socket?.readyState === 2) socket.onclose = () => $ended(...$how)
    else $ended(...$how)`,
  },
  {
    rule: 'a link ends once',
    from: 'if ($isOver) return\n    $discard()\n    $ended',
    to: '$discard()\n    $ended',
  },
  {
    rule: 'an attempt has a deadline',
    from: "$set(() => $end(cut('connect-timeout')), $connectTimeout)",
    to: 'void $connectTimeout',
  },
  {
    rule: 'an answer that comes after the end of its attempt is discarded',
    from: '$hasEnded() || $goOn($inTime)',
    to: '$goOn($inTime)',
  },
  {
    rule: 'a phase that is left takes its deadline along',
    from: '$deadline.clear()\n    $phase = $next',
    to: '$phase = $next',
  },
  {
    rule: 'an inactive connection does not listen to the page',
    from: 'if ($unsubscribe) $unsubscribe()',
    to: '',
  },
  {
    rule: 'attempts are reset by a stable opening, not by any opening',
    from: "$enqueue('open',",
    to: "state.attempts = 0\n    policy.reset()\n    $enqueue('open',",
  },
  {
    rule: 'a link becomes stable',
    from: 'if ($attempts > 0 && $isProven) $stable()',
    to: 'void $isProven',
  },
  {
    rule: 'a close frame proves a link, too',
    from: 'if ($isProven && $attempts > 0) $stable()',
    to: 'void $isProven',
  },
  {
    rule: 'attempts of a page that is away take nothing off maxAttempts',
    from: 'if (++$made > 0 && !$isAway) $counted++',
    to: 'if (++$made > 0) $counted++',
  },
  {
    rule: 'the page cache never uses up maxAttempts',
    from: "$cause === 'page' ? $limit === 0 : $counted >= $limit",
    to: '$counted >= $limit',
  },
  {
    rule: 'of the attempts that callers ask for five within 5 s are free',
    from: 'const $ms = $policy.requestDelay()\n',
    to: 'const $ms = 0 * $policy.requestDelay() || 0\n',
  },
  {
    rule: 'a final close is not retried',
    from: '= !$isFinal && !$isUsedUp',
    to: '= !$isUsedUp',
  },
  {
    rule: 'a retry waits at least a quarter of its bound',
    from: 'const $bound = $minDelay && $min($maxDelay, $minDelay * $factor ** ($retry - 2))',
    to: 'const $bound = 0 * $factor * $maxDelay * $retry',
  },
  {
    rule: 'a wake attempts no sooner than minDelay after the last attempt',
    from: '= $minDelay - $sinceAttempt()',
    to: '= 0',
  },
  {
    rule: 'after a suspicion that the page raised the retry is immediate',
    from: '$byPage ? undefined : $delay, $close',
    to: '$delay, $close',
  },
  {
    rule: 'an offline page has a retryAt all the same',
    from: 'else if ($by) $wait($longDelay(), $by, $close)',
    to: 'else if ($by) suspend($by, $close)',
  },
  {
    rule: 'no socket stays open in the back/forward cache',
    from: "if ($signal === 'pagehide') $leavePage()",
    to: "if ($signal === 'pagehide') void 0",
  },
  {
    rule: 'a suspended connection takes another target up with the next attempt',
    from: 'if ($hasNewTarget && $isWanted && !$isPlanned) $reconnect()',
    to: 'if ($hasNewTarget && $isWanted) $reconnect()',
  },
  {
    rule: 'no error shows a token',
    from: 'value: redact($url)',
    to: 'value: String($url)',
  },
  {
    rule: 'nothing goes on after dispose()',
    from: 'this.$run = () => {}',
    to: '',
  },
]
