/** Who listens to which target, on this node. */
export interface Subscriptions<Member> {
  /** Since an entry's number; a target that is there already is left as it is. */
  add(target: string, member: Member, since: number): void
  remove(target: string, member: Member): void
  /** The members of a target, each with its number since when. */
  of(target: string): ReadonlyMap<Member, number> | undefined
}

export function createSubscriptions<Member>(): Subscriptions<Member> {
  const members = new Map<string, Map<Member, number>>()
  return {
    add(target, member, since) {
      const of = members.get(target)
      if (!of) members.set(target, new Map([[member, since]]))
      else if (!of.has(member)) of.set(member, since)
    },
    remove(target, member) {
      const of = members.get(target)
      of?.delete(member)
      if (of?.size === 0) members.delete(target)
    },
    of: (target) => members.get(target),
  }
}
