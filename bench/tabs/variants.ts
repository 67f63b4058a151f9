/** How many tabs there are, and how they have their connection. */
export interface Variant {
  /** For people. */
  readonly title: string
  readonly isShared: boolean
  readonly followers: number
  /** Whether the tab in front is the one that leads. */
  readonly isLeaderSeen: boolean
}

/** The first is the one that the rest is compared with. */
export const VARIANTS: readonly Variant[] = [
  { title: 'one tab, without `tabs`', isShared: false, followers: 0, isLeaderSeen: true },
  { title: 'one tab, with `tabs`', isShared: true, followers: 0, isLeaderSeen: true },
  { title: 'leader of 7 others, visible', isShared: true, followers: 7, isLeaderSeen: true },
  { title: 'leader of 7 others, hidden', isShared: true, followers: 7, isLeaderSeen: false },
]
