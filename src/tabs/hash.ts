const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n

/** 64 bits of a text: FNV-1a. No secret survives a guess at it. */
export function hash(text: string): string {
  let bits = OFFSET
  for (const character of text) {
    bits = BigInt.asUintN(64, (bits ^ BigInt(character.codePointAt(0)!)) * PRIME)
  }
  return bits.toString(36)
}
