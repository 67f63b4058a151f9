import { describe, expect, it } from 'vitest'
import {
  formatHello,
  frameOf,
  messageOf,
  numberOf,
  parseHello,
  parseServerControl,
} from '../../src/protocol/index.ts'
import { vectors } from './support/vectors.ts'

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'))
const hexOf = (data: ArrayBuffer | Uint8Array): string =>
  Buffer.from(new Uint8Array(data)).toString('hex')

describe('text frames', () => {
  it.each(vectors.textFrames)('$frame', ({ frame, number, message }) => {
    expect(numberOf(frame)).toBe(number)
    expect(messageOf(frame)).toBe(message)
    expect(frameOf(number, message)).toBe(frame)
  })

  it.each(vectors.notTextFrames)('not %j', (frame) => {
    expect(numberOf(frame)).toBe(-1)
  })
})

describe('binary frames', () => {
  it.each(vectors.binaryFrames)('$hex', ({ hex, number, message }) => {
    const frame = bytesOf(hex)

    expect([numberOf(frame), numberOf(frame.buffer)]).toEqual([number, number])
    expect(hexOf(messageOf(frame))).toBe(message)
    expect(hexOf(messageOf(frame.buffer))).toBe(message)
    expect(hexOf(frameOf(number, bytesOf(message)) as Uint8Array)).toBe(hex)
  })

  it.each(vectors.notBinaryFrames)('not %j', (hex) => {
    expect(numberOf(bytesOf(hex))).toBe(-1)
  })

  it('may be a view on a larger buffer', () => {
    const large = bytesOf(`ffff${vectors.binaryFrames[0]!.hex}ffff`)
    const frame = large.subarray(2, -2)

    expect(numberOf(frame)).toBe(1043)
    expect(hexOf(frameOf(1043, large.subarray(10, 12)) as Uint8Array)).toBe(
      vectors.binaryFrames[0]!.hex,
    )
  })
})

describe('hellos', () => {
  it.each(vectors.hellos)('$frame', ({ frame, ...means }) => {
    const parsed = parseHello(frame)

    expect(parsed).toEqual({ at: undefined, auth: undefined, ...means })
    expect(parseHello(formatHello(means))).toEqual(parsed)
  })

  it.each(vectors.notHellos)('not %s', (frame) => {
    expect(parseHello(frame)).toBeNull()
  })

  it('are at most 16 384 characters long', () => {
    const hello = { session: 'a'.repeat(22), opening: 1, first: 1 }
    const rest = 16_384 - formatHello({ ...hello, auth: '' }).length

    expect(parseHello(formatHello({ ...hello, auth: 'x'.repeat(rest) }))).not.toBeNull()
    expect(parseHello(formatHello({ ...hello, auth: 'x'.repeat(rest + 1) }))).toBeNull()
  })

  it('lose a `__proto__` of the credentials, which would become a prototype when copied', () => {
    const frame = `{"hello":["${'a'.repeat(22)}",1],"first":1,"auth":{"__proto__":{"admin":true},"a":1}}`

    const auth = parseHello(frame)!.auth as object

    expect(Object.keys(auth)).toEqual(['a'])
    expect(Object.assign({}, auth)).not.toHaveProperty('admin')
  })
})

describe("a server's control frames", () => {
  it.each(vectors.serverControls)('$frame', ({ frame, means }) => {
    expect(parseServerControl(frame)).toEqual(means)
  })

  it.each(vectors.notServerControls)('not %s', (frame) => {
    expect(parseServerControl(frame)).toBeNull()
  })

  it('are at most 4 096 characters long, with at most 256 refused numbers', () => {
    const padded = (length: number): string => `{"ack":1,"x":"${'x'.repeat(length - 16)}"}`
    const refused = (count: number): string => JSON.stringify({ refused: Array(count).fill(1) })

    expect(parseServerControl(padded(4_096))).not.toBeNull()
    expect(parseServerControl(padded(4_097))).toBeNull()
    expect(parseServerControl(refused(256))).not.toBeNull()
    expect(parseServerControl(refused(257))).toBeNull()
  })
})
