/**
 * A way to break a rule of the engine. `from` is a piece of its code, in which white space is free
 * and `$name` stands for an identifier or a chain of them, so that renaming and moving code leave a
 * mutation valid. It must be found exactly once in the engine's sources; `to` takes its place.
 */
export interface Mutation {
  /** The rule that the mutated engine breaks. */
  readonly rule: string
  readonly from: string
  readonly to: string
}

/** The simulation must notice each. */
export const mutations: readonly Mutation[] = [
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
    rule: 'sending looks at the native readyState',
    from: "if ($readyState !== 1) $end(cut('network'))",
    to: '',
  },
  {
    rule: 'what comes during a handshake is delivered after the opening',
    from: '$isOver = true $serve() return $held',
    to: '$isOver = true\n      $serve()\n      return []',
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
    rule: 'a ping waits for 80 % of the interval at least',
    from: '= 0.8 + 0.2 * $random()',
    to: '= $random()',
  },
  {
    rule: 'a wake suspects a link that has been silent',
    from: 'if ($clock() - $heardAt >= $FRESH) $suspect(true)',
    to: '',
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
    rule: 'a late look at a deadline is no death',
    from: 'if ($now < $wakeDue()) $arm() else if ($late',
    to: `if (isLate() && stage === PINGED) {
      transport.end(cut('heartbeat'), undefined, { byPage, unanswered: !wasAnswered })
    } else if ($now < $wakeDue()) $arm()
    else if ($late`,
  },
  {
    rule: 'a death takes two checks, a moment apart',
    from: 'Math.min($RECHECK, $settings().timeout / 2)',
    to: '0',
  },
  {
    rule: 'a silent link dies',
    from: 'if ($stage !== QUIET) return $proofDue',
    to: 'if ($stage !== QUIET) return Infinity',
  },
  {
    rule: 'the first message after a firing arms the heartbeat',
    from: 'if ($was !== QUIET || $now - $armedByArrivalAt >= $interval) {',
    to: 'if ($now < $armedByArrivalAt + 0 * $interval) {',
  },
  {
    rule: 'nothing has happened in the future',
    from: 'if ($latest - $now > $lost) $lost = $latest - $now',
    to: '',
  },
  {
    rule: 'events raised inside a listener wait for their turn',
    from: 'if ($isEmitting) return for',
    to: 'for',
  },
  {
    rule: 'a listener that throws keeps nothing from the others',
    from: '$slot[0]?.(...$args)\n      } catch ($error) {\n        report($error)',
    to: '$slot[0]?.(...$args)\n      } catch ($error) {\n        throw $error',
  },
  {
    rule: 'the outbox is bounded',
    from: '$waiting.length >= $maxMessages || $bytes + $size > $maxBytes',
    to: 'false',
  },
  {
    rule: 'what has expired is not sent',
    from: "while ($first && $now - $at > $maxAge) $drop($shift().data, 'expired')",
    to: '',
  },
  {
    rule: 'messages go out in order',
    from: 'const $message = $waiting.shift()!',
    to: 'const $message = $waiting.pop()!',
  },
  {
    rule: 'what was given under one url goes to no other',
    from: "$clear($url ? 'other-url' : 'no-url')",
    to: '',
  },
  {
    rule: 'what was given under one url goes out there before another one holds',
    from: 'if ($url !== $destination) {\n        $flush($link ?? null)',
    to: 'if ($url !== $destination) {\n        void $link',
  },
  {
    rule: 'a url function that answers null ends what was given under it',
    from: '$goIdle() $redirect(null)',
    to: '$goIdle()',
  },
  {
    rule: 'a suspended connection takes another target up with the next attempt',
    from: 'if ($hasNewTarget && $isWanted && !$isPlanned) $reconnect()',
    to: 'if ($hasNewTarget && $isWanted) $reconnect()',
  },
  {
    rule: 'close() empties the outbox',
    from: "$clear('closed')",
    to: '',
  },
  {
    rule: 'no error shows a token',
    from: 'value: redact($url)',
    to: 'value: String($url)',
  },
  {
    rule: 'last words go out before a link is closed',
    from: 'const $sendLastWords = () => $flush($link())',
    to: 'const $sendLastWords = () => {}',
  },
  {
    rule: 'what does not fit pushes the oldest out over a suspected link',
    from: 'while ($first && $isFull() && $ensureOpen()) $push($link)',
    to: '',
  },
  {
    rule: 'queue: false never queues',
    from: "if (!$mayWait) return $canSend ? $transmit($link!, $data, $raw) : 'dropped'",
    to: 'void $mayWait',
  },
  {
    rule: 'queue: false goes ahead of what waits',
    from: 'if (!$mayWait) return $canSend ?',
    to: 'if (!$mayWait) return $canSend && !waiting[0] ?',
  },
  {
    rule: 'what is aborted while it waits is not sent',
    from: "$signal.addEventListener('abort', $abort, { once: true })",
    to: 'void $abort',
  },
  {
    rule: 'the n-th pong answers the n-th ping',
    from: '? $now - $times.shift()! : null',
    to: '? $now - $times.pop()! : null',
  },
  {
    rule: 'a pong without a ping out answers nothing',
    from: 'if ($isAnswer && $sent() > $answered()) {',
    to: 'if ($isAnswer) {',
  },
  {
    rule: 'a late look leaves latencies unknown',
    from: 'if ($late) $pings.forgetTimes()',
    to: '',
  },
  {
    rule: 'a death by heartbeat doubles the window of the next links',
    from: 'if (!$byPage) $factor *= 2',
    to: 'void $byPage',
  },
  {
    rule: 'a death that the page raised leaves timeout as it is',
    from: 'if (!$byPage) $factor *= 2',
    to: '$factor *= 2',
  },
  {
    rule: 'a window has an upper limit',
    from: 'return Math.min($timeout * $factor, Math.max($LONGEST, $timeout * 4))',
    to: 'return $timeout * $factor',
  },
  {
    rule: 'windows are as set again after a long life',
    from: 'if ($age >= $LONG) $reset()',
    to: '',
  },
  {
    rule: 'windows outlive a stable opening',
    from: "$resetSeries(true)\n    $enqueue('stable')",
    to: "$resetSeries(true)\n    line.reset()\n    $enqueue('stable')",
  },
  {
    rule: 'a suspicion of the page ends with what arrives',
    from: '$stage = QUIET\n    $byPage = false',
    to: '$stage = QUIET',
  },
  {
    rule: 'progress of what is sent is a sign of life',
    from: 'if (hasProgressed($now)) $hear($now)',
    to: '',
  },
  {
    rule: 'that all has gone out is no sign of life',
    from: 'return $buffered > 0 && $buffered < $before',
    to: 'return $buffered < $before',
  },
  {
    rule: 'a ping behind other messages has twice its window',
    from: 'const $granted = $isBehind ? Math.max($ms, 2 * $window()) : $ms',
    to: 'const $granted = $ms\n    void $isBehind',
  },
  {
    rule: 'a slow answer makes a link suspect',
    from: 'if ($stage !== PINGED || !$hasAnswered()) return Infinity',
    to: 'if ($stage !== PINGED || $hasAnswered) return Infinity',
  },
  {
    rule: 'a slow answer does so only where this url has answered before',
    from: 'if ($stage !== PINGED || !$hasAnswered()) return Infinity',
    to: 'if ($stage !== PINGED) return Infinity',
  },
  {
    rule: 'what arrives ends a suspicion for those who see it',
    from: 'if ($was < SLOWED) return\n    $showSuspicion(null)',
    to: 'if ($was < SLOWED) return',
  },
  {
    rule: 'nothing goes on after dispose()',
    from: 'this.$run = () => {}',
    to: '',
  },
]
