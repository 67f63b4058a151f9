import type { Mutation } from '../../mutations/mutation.ts'

/** Sessions that go on under the next leader. */
export const succeeding: readonly Mutation[] = [
  {
    rule: 'the next leader goes on with the session',
    from: '= $isElected ? $session() : undefined',
    to: '= $isElected ? void $session() : undefined',
  },
  {
    rule: 'no leader before can have come to the opening of the next one',
    from: '$begin({ ...$saved, opening })',
    to: '$begin({ ...$saved })',
  },
  {
    rule: 'a tab that was away does not go on with a session that others went on with',
    from: 'else if (!$isSole) {',
    to: 'else if (false) {',
  },
  {
    rule: 'messages of which it is unknown whether they were sent wait for the server to say so',
    from: 'if ($session && $wasSynced) $unsettled = $place[0]',
    to: 'void $wasSynced',
  },
  {
    rule: 'a leader gives no number that the one before has used',
    from: 'if ($answer?.in) $skip($answer.in)',
    to: '',
  },
  {
    rule: 'a tab that has missed messages is not recovered, though the leader is',
    from: 'const $isRecovered = $isContinuous && $recovered === true',
    to: 'const $isRecovered = $recovered === true',
  },
]
