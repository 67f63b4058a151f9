import type { Scenario } from './scenario.ts'

/** A scenario that broke an invariant once, as far as it could be shrunk. */
export interface Pinned {
  /** What went wrong. */
  readonly was: string
  readonly scenario: Scenario
}

/** Nothing but a connection that opens, and whose link dies in the end. */
const plain: Scenario = {
  random: 0,
  options: [],
  attempts: [],
  answers: [],
  aftermaths: [],
  urls: [],
  handshakes: [],
  reactions: [],
  steps: [],
  finale: {
    link: 'dies',
    way: 'both',
    throttle: 0,
    order: 'by time',
    wake: 'none',
    buffered: 0,
    stall: 0,
  },
}

/** A message is confirmed, and the next one lost. */
const lossOfOne: Scenario['steps'] = [
  { do: 'wait', ms: 20 },
  { do: 'call', call: 'send' },
  { do: 'wait', ms: 600 },
  { do: 'call', call: 'send' },
  { do: 'end', end: { code: 1006, shows: 'close' } },
  { do: 'wait', ms: 20 },
]

export const pinned: readonly Pinned[] = [
  {
    was: 'a thread that stood still until just before the deadline kills a link that has answered',
    scenario: { ...plain, finale: { ...plain.finale, link: 'lives', stall: 9_980 } },
  },
  {
    was: 'a thread that stood still until just after the deadline kills a link that has answered',
    scenario: { ...plain, finale: { ...plain.finale, link: 'lives', stall: 10_500 } },
  },
  {
    was: 'a machine that slept until just before the deadline kills a link that has answered',
    scenario: { ...plain, finale: { ...plain.finale, link: 'lives', stall: 9_990 } },
  },
  {
    was: 'a machine that slept until just after the deadline kills a link that has answered',
    scenario: { ...plain, finale: { ...plain.finale, link: 'lives', stall: 10_990 } },
  },
  {
    was: 'a first look that goes before a ping makes timers of whole seconds find a dead link too late',
    scenario: {
      ...plain,
      options: ['ping faster', 'ping always'],
      finale: { ...plain.finale, throttle: 1_000 },
    },
  },
  {
    was: 'a link suspected is killed when the thread stood still until just after the deadline',
    scenario: {
      ...plain,
      steps: [
        { do: 'wait', ms: 2_000 },
        { do: 'signal', signal: 'visible' },
        { do: 'order', to: 'timers' },
        { do: 'stall', ms: 5_500 },
        { do: 'wait', ms: 0 },
      ],
    },
  },
  {
    was: 'a wall clock set forward, and a page that wakes, kill a link that was asked just now',
    scenario: {
      ...plain,
      steps: [
        { do: 'wait', ms: 1_030 },
        { do: 'signal', signal: 'visible' },
        { do: 'clock', by: 5_000 },
        { do: 'signal', signal: 'visible' },
      ],
    },
  },
  {
    was: 'a wall clock set forward while suspected kills a link whose server beats unasked',
    scenario: {
      ...plain,
      options: ['watch only'],
      steps: [
        { do: 'wait', ms: 2_000 },
        { do: 'signal', signal: 'visible' },
        { do: 'clock', by: 3_600_000 },
        { do: 'signal', signal: 'online' },
      ],
    },
  },
  {
    was: 'a page that is no longer listened to suspends a connection for ever',
    scenario: {
      ...plain,
      reactions: [{ at: 'page', nth: 1, does: 'no page' }],
      steps: [{ do: 'cache', ms: 20, signals: ['resume', 'visible'] }],
    },
  },
  {
    was: 'a page done away with by delay() suspends a connection for ever',
    scenario: {
      ...plain,
      options: ['own delays'],
      reactions: [{ at: 'delay()', nth: 0, does: 'no page' }],
      steps: [
        { do: 'wait', ms: 1_000 },
        { do: 'cache', ms: 20, signals: ['resume', 'visible'] },
      ],
    },
  },
  {
    was: 'a ping that could not be made shortens the latency of the one before',
    scenario: {
      ...plain,
      options: ['ping by function'],
      answers: ['edge - 1'],
      reactions: [{ at: 'message()', nth: 1, does: 'throw' }],
      steps: [
        { do: 'wait', ms: 12_830 },
        { do: 'stall', ms: 60_000 },
        { do: 'wait', ms: 0 },
      ],
    },
  },
  {
    was: 'a retry is immediate because the page had asked before the last message, on a link that is only watched',
    scenario: {
      ...plain,
      options: ['watch only'],
      steps: [
        { do: 'wait', ms: 20 },
        { do: 'online', is: false, isSignalled: true },
      ],
    },
  },
  {
    was: 'a sleep counts as latency, on a link that was suspected already',
    scenario: {
      ...plain,
      finale: { ...plain.finale, link: 'lives', throttle: 'busy', stall: 26_000 },
    },
  },
  {
    was: 'a change of options draws a shorter wait, and a link is suspected as if the process had slept',
    scenario: {
      ...plain,
      steps: [
        { do: 'wait', ms: 2_000 },
        { do: 'throttle', to: 1_000 },
        { do: 'wait', ms: 12_000 },
        { do: 'call', call: 'own verdict' },
        { do: 'wait', ms: 259 },
      ],
    },
  },
  {
    was: 'a message goes to another url, for looking at the link made the user change it',
    scenario: {
      ...plain,
      options: ['own delays'],
      attempts: [
        { goes: 'refused', after: 0, end: { code: 1006, shows: 'close' } },
        { goes: 'dropped', after: 0, end: { code: 1006, shows: 'nothing' } },
      ],
      reactions: [{ at: 'delay()', nth: 1, does: 'url function' }],
      steps: [
        { do: 'wait', ms: 10_001 },
        { do: 'call', call: 'send' },
      ],
    },
  },
  {
    was: 'without an outbox a message is dropped on an open link, for others wait from before',
    scenario: {
      ...plain,
      steps: [
        { do: 'wait', ms: 10_001 },
        { do: 'online', is: true, isSignalled: true },
        { do: 'call', call: 'send' },
        { do: 'call', call: 'no outbox' },
        { do: 'call', call: 'send' },
      ],
    },
  },
  {
    was: 'a page that wakes suspects a link that has just opened, for a ping went out with what waited',
    scenario: {
      ...plain,
      options: ['small outbox'],
      steps: [
        { do: 'call', call: 'send' },
        { do: 'wait', ms: 20 },
        { do: 'signal', signal: 'visible' },
      ],
    },
  },
  {
    was: 'what was dropped inside of a listener of drop is never emitted, for dispose() came first',
    scenario: {
      ...plain,
      options: ['small outbox'],
      reactions: [{ at: 'drop', nth: 0, does: 'reset' }],
      steps: [
        { do: 'call', call: 'send all' },
        { do: 'call', call: 'dispose' },
      ],
    },
  },
  {
    was: 'what a link left is never told, for shouldReconnect() disposes of the connection',
    scenario: {
      ...plain,
      options: ['own verdict', 'receipts fast'],
      reactions: [{ at: 'shouldReconnect()', nth: 0, does: 'dispose' }],
      steps: lossOfOne,
    },
  },
  {
    was: 'what a link left is told before its close, for delay() calls reset()',
    scenario: {
      ...plain,
      options: ['own delays', 'receipts fast'],
      reactions: [{ at: 'delay()', nth: 0, does: 'reset' }],
      steps: lossOfOne,
    },
  },
]
