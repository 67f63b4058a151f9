import type { Mutation } from './mutation.ts'

/** Messages on their way, and the events that they raise. */
export const messages: readonly Mutation[] = [
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
    from: `const $isFull = () =>
      $count() + ($heldCount() ?? 0) >= $maxMessages ||
      $bytes() + ($heldBytes() ?? 0) + $size > $maxBytes`,
    to: 'const $isFull = () => false',
  },
  {
    rule: 'what has expired is not sent',
    from: "&& $now - $at > $maxAge;) $dropFirst('expired')",
    to: '&& false;) {}',
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
    rule: 'close() empties the outbox',
    from: "$clear('closed')",
    to: '',
  },
  {
    rule: 'last words go out before a link is closed',
    from: 'leave($link) {\n      $flush($link)',
    to: 'leave($link) {',
  },
  {
    rule: 'what does not fit pushes the oldest out over a suspected link',
    from: 'while ($isFull() && $canTransmit($link)) $transmit($link!, $shift())',
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
    to: 'if (!$mayWait) return $canSend && !waiting.first() ?',
  },
  {
    rule: 'what is aborted while it waits is not sent',
    from: "$signal?.addEventListener('abort', $abort, { once: true })",
    to: 'void $abort',
  },
]
