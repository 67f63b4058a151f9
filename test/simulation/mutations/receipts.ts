import type { Mutation } from './mutation.ts'

/** What is in flight: what confirms it, and what becomes of the rest. */
export const receipts: readonly Mutation[] = [
  {
    rule: 'a late pong confirms what went before its own ping, not before the newest',
    from: 'newest: $newest ?? 0',
    to: 'newest: kept.at(-1)?.newest ?? $newest ?? 0',
  },
  {
    rule: 'a ping confirms only what went out before it',
    from: '$inFlight.confirm($newest)',
    to: '$inFlight.confirm($inFlight.newest())',
  },
  {
    rule: 'data is no receipt',
    from: '$heardAt = $now\n    $stage = QUIET',
    to: '$heardAt = $now\n    inFlight.confirm(inFlight.newest())\n    $stage = QUIET',
  },
  {
    rule: 'a pong without a ping out confirms nothing',
    from: 'const $answer = $isPong ? $take($now) : null',
    to: `const $answer = $isPong ? $take($now) : null
    if ($isPong && !$answer) inFlight.confirm(inFlight.newest())`,
  },
  {
    rule: 'receipts of an old link do not count for the new one',
    from: 'const $pings = createPings($core)',
    to: 'const $pings = ($core.pings ??= createPings($core))',
  },
  {
    rule: 'a receipt is asked for in time',
    from: 'const $receiptDue = () => ($out() > 0 ? Infinity : $due($pingedAt))',
    to: 'const $receiptDue = () => Infinity',
  },
  {
    rule: 'no receipt is asked for while a ping is out',
    from: 'const $receiptDue = () => ($out() > 0 ? Infinity : $due($pingedAt))',
    to: 'const $receiptDue = () => $due($pingedAt)',
  },
  {
    rule: 'a receipt is asked for when half of the bounds are in flight',
    from: '$out() === 0 && $isHalfFull()',
    to: 'false',
  },
  {
    rule: 'what is in flight stays within the bounds',
    from: 'while ($first() && $isOver()) $release()',
    to: '',
  },
  {
    rule: 'what falls out of the bounds falls out of flight, not of the queue',
    from: 'while ($first() && $isOver()) $release()',
    to: 'while (waiting.first() && $isOver()) waiting.shift()',
  },
  {
    rule: 'a server that never answers makes nothing reported',
    from: '$count() !== null && $hasAnswered()',
    to: '$count() !== null',
  },
  {
    rule: 'what was lost is told',
    from: 'if ($isTold) lose($data)',
    to: 'void $isTold',
  },
  {
    rule: 'what was lost is told after the close of its link',
    from: '$publish($core, $next, $close)\n    if ($close) $reportLost()',
    to: 'if ($close) $reportLost()\n    $publish($core, $next, $close)',
  },
  {
    rule: 'what the user moved on from inside of a function loses no end, and what that left',
    from: "$name === 'ended' ? $close : undefined",
    to: 'undefined',
  },
  {
    rule: 'last words over a suspected link are told',
    from: 'endFlight($suspectedAt !== null, false)',
    to: 'endFlight(false, false)',
  },
  {
    rule: 'what is in flight on a link known to live is let go where it is closed for good',
    from: 'endFlight($suspectedAt !== null, false)',
    to: 'endFlight(true, false)',
  },
  {
    rule: 'another url reports what was in flight to the old one',
    from: 'endFlight(!!$url || $suspectedAt !== null, false)',
    to: 'endFlight(!$url && $suspectedAt !== null, false)',
  },
  {
    rule: 'reset() accounts no more for what is in flight',
    from: 'if ($first()) {\n        $endFlight(false, false)',
    to: 'if (false) {',
  },
  {
    rule: 'what is aborted in flight has no other outcome',
    from: "$messages.remove($message)\n      $drop($data, 'aborted')",
    to: "$drop($data, 'aborted')",
  },
  {
    rule: 'queue: false is never in flight',
    from: "if (!$mayWait) return $canSend ? $send($link!, $data, $raw) : 'dropped'",
    to: `if (!$mayWait) {
      return $canSend ? transmit($link, createMessage($data, $raw, byteLength($raw))) : 'dropped'
    }`,
  },
  {
    rule: 'dispose() emits first what is left for a later task',
    from: '$defer($outbox.reportLate)',
    to: '',
  },
]
