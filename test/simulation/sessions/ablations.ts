import type { Mutation } from '../mutations/mutation.ts'

/** Rules of sessions, left out one at a time: the simulation must notice each. */
export const ablations: readonly Mutation[] = [
  {
    rule: 'what a handler publishes goes out with the commit, or not at all',
    from: 'const $answer = await $commit($session, $epoch, $opening(), $number, $changes)',
    to: `for (const message of $changes.publishes) await store.publish(message)
      const $answer = await $commit($session, $epoch, $opening(), $number, { ...$changes, publishes: [] })`,
  },
  {
    rule: 'a position before the beginning of the log is not continued',
    from: '&& $number <= $head && $at[1] + 1 >= $first',
    to: '&& $number <= $head',
  },
  {
    rule: 'a position of another epoch is not continued',
    from: '$at?.[0] === $epoch && $at[1]',
    to: '$at && $at[1]',
  },
  {
    rule: 'a number that was committed is not committed again',
    from: "if ($number > 0 && $number <= ($in ?? 0)) return { answer: 'already' }",
    to: '',
  },
  {
    rule: 'a commit of an older opening is fenced',
    from: "if ($known > $opening) return { answer: 'fenced' }",
    to: '',
  },
]
