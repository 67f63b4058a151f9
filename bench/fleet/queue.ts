/** Who is next; each client waits for one thing at most. */
export interface Queue {
  /** Times before 0 and after the end don't come. */
  add(client: number, at: number): void
  /** Takes out one after the other, those too that are added on the way. */
  drain(take: (client: number, at: number) => void): void
}

/** In ms; who comes in the same slot comes in any order. */
const SLOT = 10

const NONE = -1

/** Makes a queue for times from 0 to `end`: a list for each slot, linked through one array. */
export function createQueue(clients: number, end: number): Queue {
  const firsts = new Int32Array(Math.ceil(end / SLOT)).fill(NONE)
  const nexts = new Int32Array(clients)
  const times = new Float64Array(clients)

  return {
    add(client, at) {
      if (!(at >= 0 && at < end)) return
      const slot = Math.floor(at / SLOT)
      times[client] = at
      nexts[client] = firsts[slot]!
      firsts[slot] = client
    },
    drain(take) {
      for (let slot = 0; slot < firsts.length; slot++) {
        for (let client = firsts[slot]!; client !== NONE; client = firsts[slot]!) {
          firsts[slot] = nexts[client]!
          take(client, times[client]!)
        }
      }
    },
  }
}
