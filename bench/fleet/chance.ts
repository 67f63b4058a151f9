/** Random numbers in [0, 1). */
export type Random = () => number

/** Another seed is another fleet. */
const SEED = 1

/** What each chance decides; none has a bearing on another. */
export const CHANCE = { latency: 1, arrival: 2, own: 3, node: 100 } as const

/** A number in [0, 1) that is always the same for this client and this chance. */
export function chance(client: number, what: number): number {
  return fraction(hash(client, what))
}

/** Makes one source of random numbers for each of `count` clients, `from` being the first. */
export function createDice(from: number, count: number): (index: number) => Random {
  const states = Int32Array.from({ length: count }, (_, index) => hash(from + index, CHANCE.own))
  let current = 0

  // Mulberry32; one function for all clients, because there may be a million.
  function random(): number {
    const state = (states[current]! + 0x6d_2b_79_f5) | 0
    states[current] = state
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return fraction(mixed ^ (mixed >>> 14))
  }

  return (index) => {
    current = index
    return random
  }
}

/** 32 bits that depend on every bit of the arguments: MurmurHash3's last step, once for each. */
function hash(client: number, what: number): number {
  return scramble(scramble(scramble(SEED) ^ what) ^ client)
}

function scramble(value: number): number {
  let bits = value + 0x9e_37_79_b9
  bits = Math.imul(bits ^ (bits >>> 16), 0x85_eb_ca_6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2_b2_ae_35)
  return bits ^ (bits >>> 16)
}

const fraction = (bits: number): number => (bits >>> 0) / 4_294_967_296
