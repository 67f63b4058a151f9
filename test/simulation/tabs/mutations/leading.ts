import type { Mutation } from '../../mutations/mutation.ts'

/** Who leads: locks, terms, thefts, and what a page lets go of. */
export const leading: readonly Mutation[] = [
  {
    rule: 'what an older leadership posts is ignored',
    from: 'if ($term < $newest) return\n    $newest = $term',
    to: '$newest = $term',
  },
  {
    rule: 'a leadership has a greater term than those before',
    from: 'Math.max($newest() + 1, Math.floor(($timer.now() + $random()) * 1_000))',
    to: '0 * ($timer.now() + $random()) + 1',
  },
  {
    rule: 'a leader that may have slept asks whether it still leads',
    from: 'if (!$checking && $now - $checkedAt < QUIET)',
    to: 'if (true)',
  },
  {
    rule: 'a tab that does not hear itself never steals',
    from: '&& $wire.hasEcho()',
    to: '',
  },
  {
    rule: 'a tab that can not be seen does not ask, nor steal',
    from: 'if ($left <= 0 && tab.isVisible()) $judge()',
    to: 'if ($left <= 0) $judge()',
  },
  {
    rule: 'a silent leader is asked before it counts as gone',
    from: 'if ($asked < QUESTIONS) $ask()',
    to: 'if (false) $ask()',
  },
  {
    rule: 'a page that freezes lets go of link and lock',
    from: "if ($wire && ($isFreeze || $signal === 'pagehide'))",
    to: "if ($wire && $signal === 'pagehide')",
  },
  {
    rule: 'a page in the back/forward cache lets go of link and lock',
    from: "if ($wire && ($isFreeze || $signal === 'pagehide'))",
    to: 'if ($wire && $isFreeze)',
  },
  {
    rule: 'a page that returns takes part again',
    from: 'if (RETURNS.includes($signal)) $join()',
    to: '',
  },
  {
    rule: 'a page that does not freeze after all takes part again',
    from: 'if ($mayBeWrong) $watch.later($join, FREEZE)',
    to: 'void $mayBeWrong',
  },
  {
    rule: 'a tab that leaves lets go of its lock',
    from: '$election.leave()\n    $watch.stop()',
    to: '$watch.stop()',
  },
  {
    rule: 'a lock that comes after its tab has left is let go of',
    from: '$self = await holder()\n        if ($signal.aborted) return',
    to: '$self = await holder()',
  },
  {
    rule: 'a tab that leaves stops its timer',
    from: '$election.leave()\n    $watch.stop()',
    to: '$election.leave()',
  },
  {
    rule: 'a tab that leaves closes its channel',
    from: '$wire?.close()\n    $wire = null',
    to: '$wire = null',
  },
  {
    rule: 'a tab with a link of its own gives it up for the leader',
    from: 'if ($own) $giveUp(false)\n    $isSole = false',
    to: '$isSole = false',
  },
]
