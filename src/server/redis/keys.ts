import type { SessionKey } from '../store.ts'

/** Of what the keys hold: another format gets other keys. */
const FORMAT = 1

/** The keys of one log. Their hash tag puts all of them into one slot of a cluster. */
export interface Keys {
  /** Hash: epoch, number, bytes, identity of the server. */
  readonly head: string
  /** Stream: the messages, with the ids `<number>-0`. */
  readonly log: string
  /** Channel: what is flashed. */
  readonly flashes: string
  /** Hash: opening, `in`, refused, joins. An id holds no `:`, so that it ends the user's name. */
  session(key: SessionKey): string
  /** String: the number that a publish with this id got. The length separates it from the target. */
  publishId(id: string, target: string): string
}

export function keysOf(name: string): Keys {
  const prefix = `{${name}}:${FORMAT}:`
  return {
    head: `${prefix}head`,
    log: `${prefix}log`,
    flashes: `${prefix}flashes`,
    session: ({ user, id }) => `${prefix}s:${user}:${id}`,
    publishId: (id, target) => `${prefix}i:${id.length}/${id}${target}`,
  }
}
