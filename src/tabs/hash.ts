const OFFSETS = [0x811c9dc5, 0xc9dc5118]
const PRIME = 0x01000193

/** 64 bits of a text, in hexadecimal: FNV-1a from two offsets. No secret survives a guess at it. */
export function hash(text: string): string {
  return OFFSETS.map((offset) => {
    let bits = offset
    for (const character of text) bits = Math.imul(bits ^ character.codePointAt(0)!, PRIME)
    return (bits >>> 0).toString(16).padStart(8, '0')
  }).join('')
}
