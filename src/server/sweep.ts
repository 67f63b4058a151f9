import type { ServerTimer } from './server-timer.ts'

/** One timer for whatever many clients wait for. It runs only while some of them do. */
export interface Sweep<Member> {
  add(member: Member): void
  remove(member: Member): void
}

/** Visits all members every `ms`. */
export function createSweep<Member>(
  timer: ServerTimer,
  ms: number,
  visit: (member: Member) => void,
): Sweep<Member> {
  const members = new Set<Member>()
  let handle: unknown

  function run(): void {
    handle = undefined
    members.forEach((member) => visit(member))
    schedule()
  }
  function schedule(): void {
    if (members.size > 0) handle ??= timer.setTimeout(run, ms)
  }

  return {
    add(member) {
      members.add(member)
      schedule()
    },
    remove(member) {
      members.delete(member)
      if (members.size > 0) return
      timer.clearTimeout(handle)
      handle = undefined
    },
  }
}
