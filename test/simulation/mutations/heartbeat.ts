import type { Mutation } from './mutation.ts'

/** Pings, suspicion and deaths. */
export const heartbeat: readonly Mutation[] = [
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
    from: 'if (!$wasQuiet || $now - $armedByArrivalAt >= $settings().interval) {',
    to: 'if ($now < $armedByArrivalAt) {',
  },
  {
    rule: 'nothing has happened in the future',
    from: 'if ($latest - $now > $lost) $lost = $latest - $now',
    to: '',
  },
  {
    rule: 'the n-th pong answers the n-th ping',
    from: '? undefined : $kept.shift()',
    to: '? undefined : $kept.pop()',
  },
  {
    rule: 'a pong without a ping out answers nothing',
    from: 'if ($out === 0) return null',
    to: 'if ($out === 0) return { latency: 0, newest: 0 }',
  },
  {
    rule: 'a late look leaves latencies unknown',
    from: 'if (!$isLate()) return false\n    $pings.forgetTimes()',
    to: 'if (!$isLate()) return false',
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
    from: 'if ($hasProgressed($now)) $hear($now)',
    to: '',
  },
  {
    rule: 'that all has gone out is no sign of life',
    from: 'return $buffered > 0 && $buffered < $before',
    to: 'return $buffered < $before',
  },
  {
    rule: 'a ping behind other messages has four times its window',
    from: 'const $granted = $isBehind ? Math.max($ms, BEHIND_UPLOAD * $window()) : $ms',
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
]
