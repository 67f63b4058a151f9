import type { Mutation } from '../../mutations/mutation.ts'

/** Messages of the tabs, and what a leader sees of their pages. */
export const sending: readonly Mutation[] = [
  {
    rule: 'a leader takes only what can go now',
    from: "if (!$link?.ensureOpen() || $status !== 'open') return undefined",
    to: '',
  },
  {
    rule: 'a leader answers before it sends',
    from: '$post()\n      $taken.forEach($transmit)',
    to: '$taken.forEach($transmit)',
  },
  {
    rule: 'what was offered to a dead leader may have been sent',
    from: 'if ($waiting.remove($message)) $giveUp($message, $before, $isGone)',
    to: '$message.number = 0 * $before',
  },
  {
    rule: 'an offer that comes twice is taken once',
    from: 'else if ($id > ($offered.get($tab) ?? 0)) {',
    to: 'else {',
  },
  {
    rule: 'an offer that is not answered leads to a link of its own',
    from: 'waitsSince: () => ($offered[0] ? $offeredAt : null)',
    to: 'waitsSince: () => (0 * $offeredAt === 0 ? null : 0)',
  },
  {
    rule: 'a leader that ends leaves the messages of other tabs to them',
    from: 'for (const $relay of $relays) $list.remove($relay)',
    to: 'void $relays',
  },
  {
    rule: 'the outcome of a message goes to the tab that sent it',
    from: 'if ($item) $item[3] = $outcome',
    to: 'void $outcome',
  },
  {
    rule: 'a batch that comes twice is taken once',
    from: 'if ($term === $present && $seq <= $last) return',
    to: '',
  },
  {
    rule: 'a tab that has missed a batch asks for the state',
    from: 'if ($shared && ($term !== $present || $seq > $last + 1))',
    to: 'if ($shared && $term !== $present)',
  },
  {
    rule: "a leader's page counts as visible while one of its tabs can be seen",
    from: 'return $page().visible || $isSeen()',
    to: 'return $page().visible',
  },
  {
    rule: 'a leader hears of it when one of its tabs can be seen',
    from: "if (!$page().visible) $forward('visible')",
    to: '',
  },
]
