import type { Mutation } from './mutation.ts'

/** What goes on over the next link: messages, and the place in the server's stream. */
export const resuming: readonly Mutation[] = [
  {
    rule: 'what is resent keeps its order',
    from: '$before.push($other.shift())',
    to: '$before.unshift($other.shift())',
  },
  {
    rule: 'what is resent goes before what waits',
    from: '$messages.unshift(...$before)',
    to: '$messages.push(...$before)',
  },
  {
    rule: 'nothing is resent to another url',
    from: 'endFlight(!!$url || $suspectedAt !== null, false)',
    to: 'endFlight(!!$url || $suspectedAt !== null, true)',
  },
  {
    rule: 'what was in flight at close() is not resent',
    from: 'endFlight($suspectedAt !== null, false)',
    to: 'endFlight($suspectedAt !== null, true)',
  },
  {
    rule: 'what is resent is emitted as sent once',
    from: 'if (!$isRepeated) {',
    to: '{',
  },
  {
    rule: 'what is resent is as old as its send()',
    from: 'const $isRepeated = $number > 0\n',
    to: 'const $isRepeated = $number > 0\n    Object.assign(message, { at: core.clock() })\n',
  },
  {
    rule: 'what went out once and is given up is unconfirmed',
    from: "$number > 0 ? 'unconfirmed' : $reason",
    to: '$reason',
  },
  {
    rule: 'the cursor follows when all listeners have had the message',
    from: "$emit('message', $message, $raw)",
    to: `if (options.cursor) follow(core, options.cursor, message, lifetime)
  $emit('message', $message, $raw)
  return`,
  },
  {
    rule: 'no cursor outlives its login',
    from: '$lifetime = { cursor: null }',
    to: '',
  },
  {
    rule: 'the cursor of a message does not outlive what its listener has ended',
    from: 'if ($next !== undefined) $cursor = $next',
    to: 'if ($next !== undefined) core.lifetime.cursor = $next',
  },
  {
    rule: 'recovered is what the handshake has answered',
    from: '$hasOpened ? $recovered === true : null',
    to: '$hasOpened ? true : null',
  },
]
