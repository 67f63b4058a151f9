import type { Mutation } from '../mutations/mutation.ts'

/** Rules of sessions, left out one at a time: the simulation must notice each. */
export const ablations: readonly Mutation[] = [
  {
    rule: 'what a handler publishes goes out with the commit, or not at all',
    from: '$answer = await $commit($session, $epoch, $asked, $number, $changes)',
    to: `for (const message of $changes.publishes) await store.publish(message)
        $answer = await $commit($session, $epoch, $asked, $number, { ...$changes, publishes: [] })`,
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
  {
    rule: 'a second link makes a record, which fences commits of the first',
    from: 'if ($opening > ($record === $NO_RECORD ? 1 : 0))',
    to: 'if ($opening > 0 && $record !== $NO_RECORD)',
  },
  {
    rule: 'a commit that a newer link of its node has overtaken is sent again',
    from: "while ($answer === 'fenced' && $asked < $opening())",
    to: 'while (false)',
  },
  {
    rule: 'a join that is repeated looks up since when it holds',
    from: '|| ($number === 0 && $isRepeated)',
    to: '',
  },
  {
    rule: 'an answer that is older than the link is looked up again',
    from: 'const $isOld = $seat !== this.#lastSeat ||',
    to: 'const $isOld =',
  },
  {
    rule: 'a join whose outcome is unknown closes the link',
    from: "$close($TRY_LATER, 'the store can not be reached')\n      throw $error",
    to: 'throw $error',
  },
  {
    rule: 'joins and leaves of a session come to the store and to the link in one order',
    from: 'while ($committing) await $committing const',
    to: 'const',
  },
  {
    rule: 'nothing is delivered while a commit joins or leaves',
    from: '$pauses++ $behind ??= $position',
    to: '$pauses++',
  },
  {
    rule: 'the handlers of one session run one after the other',
    from: '$running ??= Promise',
    to: '$running = Promise',
  },
  {
    rule: 'an answer to a ping holds no position beyond what was sent',
    from: 'return $behind ?? Math.max($told, $head)',
    to: 'return Math.max($told, $head)',
  },
  {
    rule: 'the position of a welcome counts once the app hears of the opening',
    from: 'const $begin = (): void => { ;[$epoch, $position] = $welcome }',
    to: ';[$epoch, $position] = $welcome\n    const $begin = () => {}',
  },
  {
    rule: 'the answer to a ping moves the position',
    from: '$position = Math.max($position, $at ?? 0)',
    to: '',
  },
  {
    rule: 'what is sent again keeps its number',
    from: '$number ||= ++$last',
    to: '$number = ++$last',
  },
]
