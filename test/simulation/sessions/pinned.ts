import type { Scenario, Step } from './scenario.ts'

/** A scenario that broke an invariant once, as far as it could be shrunk. */
export interface Pinned {
  /** What went wrong. */
  readonly was: string
  readonly scenario: Scenario
}

const plain: Omit<Scenario, 'random' | 'steps'> = {
  clients: 2,
  nodes: 2,
  keeps: 40,
  maxAge: 60_000,
  maxMessages: 1_000,
}

/** What a client that is not in the room yet misses, and a message that says so. */
const news = (ms: number): Step[] => [
  { do: 'publish', to: 'room', client: 1, count: 1, keep: true },
  { do: 'wait', ms },
  { do: 'publish', to: 'everyone', client: 1, count: 1, keep: true },
  { do: 'wait', ms: 3_000 },
]

export const pinned: readonly Pinned[] = [
  {
    was: 'a join of an earlier link came to the store after the next link was there',
    scenario: {
      ...plain,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'slow', count: 1, ms: 3_000 },
        { do: 'move', client: 0, to: 'join' },
        { do: 'wait', ms: 20 },
        { do: 'cut', client: 0, page: 0, node: 40_000 },
        { do: 'wait', ms: 3_100 },
        ...news(0),
      ],
    },
  },
  {
    was: 'a commit that came late closed the newer link of its own node',
    scenario: {
      ...plain,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'slow', count: 1, ms: 3_000 },
        { do: 'send', client: 0, work: 'publish', count: 1 },
        { do: 'wait', ms: 100 },
        { do: 'cut', client: 0, page: 0, node: 40_000 },
        { do: 'wait', ms: 4_000 },
      ],
    },
  },
  {
    was: 'a join whose reply was lost held since it was repeated',
    scenario: {
      ...plain,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'after', count: 1, ms: 0 },
        { do: 'move', client: 0, to: 'join' },
        { do: 'wait', ms: 20 },
        ...news(500),
      ],
    },
  },
  {
    was: 'a join that failed was made after all, and its link did not know',
    scenario: {
      ...plain,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'after', count: 4, ms: 0 },
        { do: 'move', client: 0, to: 'join' },
        { do: 'wait', ms: 7_000 },
        ...news(500),
      ],
    },
  },
  {
    was: 'a leave and a join came to the store in another order than to the link',
    scenario: {
      ...plain,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'before', count: 1, ms: 0 },
        { do: 'move', client: 0, to: 'leave' },
        { do: 'move', client: 0, to: 'join' },
        { do: 'wait', ms: 50 },
        ...news(500),
      ],
    },
  },
  {
    was: 'the position of a welcome counted, though its link ended before the app heard of it',
    scenario: {
      ...plain,
      random: 38,
      steps: [
        { do: 'publish', to: 'everyone', client: 1, count: 3, keep: true },
        { do: 'wait', ms: 500 },
        { do: 'cut', client: 0, page: 0, node: 0 },
        { do: 'failover', lost: 1, again: false },
        { do: 'wait', ms: 300 },
        { do: 'stall', client: 0, ms: 1_500 },
        { do: 'wait', ms: 1_000 },
        { do: 'end', client: 0 },
        { do: 'wait', ms: 3_000 },
      ],
    },
  },
  {
    was: 'a link went on after a join that failed, for a moment, and left out what the join brings',
    scenario: {
      ...plain,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'after', count: 4, ms: 0 },
        { do: 'move', client: 0, to: 'join' },
        { do: 'wait', ms: 3_000 },
        ...news(500),
        { do: 'wait', ms: 4_000 },
      ],
    },
  },
  {
    was: 'a join that an epoch had lost was taken over by the link of the next one',
    scenario: {
      ...plain,
      nodes: 1,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'slow', count: 1, ms: 1_000 },
        { do: 'send', client: 0, work: 'join', count: 1 },
        { do: 'wait', ms: 1_500 },
        { do: 'failover', lost: 1, again: false },
        { do: 'wait', ms: 1_000 },
        ...news(0),
      ],
    },
  },
  {
    was: 'a link went on, for a moment, after a join of which another epoch kept it unknown',
    scenario: {
      ...plain,
      nodes: 1,
      random: 0,
      steps: [
        { do: 'wait', ms: 500 },
        { do: 'store', call: 'commit', fault: 'late', count: 1, ms: 0 },
        { do: 'store', call: 'commit', fault: 'before', count: 2, ms: 0 },
        { do: 'send', client: 0, work: 'join', count: 1 },
        { do: 'wait', ms: 3_000 },
        { do: 'publish', to: 'channel', client: 1, count: 1, keep: true },
        { do: 'wait', ms: 2_500 },
        { do: 'lag', node: 0, ms: 2_000 },
        { do: 'failover', lost: 0, again: false },
        { do: 'wait', ms: 3_000 },
      ],
    },
  },
]
