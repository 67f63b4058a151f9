import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  formatHello,
  frameOf,
  isNumber,
  messageOf,
  numberOf,
  parseHello,
  parseServerControl,
} from '../../src/protocol/index.ts'
import { vectors } from './support/vectors.ts'

const RUNS = { seed: 16, numRuns: 500 }

const number = fc.maxSafeNat()
/** Any UTF-16, lone surrogates too. */
const text16 = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) })
const epoch = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
const position = fc.tuple(epoch, number)

/** A frame of the vectors with some characters replaced, removed or repeated. */
const damaged = fc
  .tuple(
    fc.constantFrom(
      ...vectors.hellos.map(({ frame }) => frame),
      ...vectors.serverControls.map(({ frame }) => frame),
      ...vectors.textFrames.map(({ frame }) => frame),
    ),
    fc.nat({ max: 120 }),
    fc.nat({ max: 5 }),
    fc.string({ maxLength: 5 }),
  )
  .map(([frame, at, removed, added]) => frame.slice(0, at) + added + frame.slice(at + removed))

it('a message comes out of its frame as it went in', () => {
  fc.assert(
    fc.property(number, text16, (n, text) => {
      const frame = frameOf(n, text) as string

      return numberOf(frame) === n && messageOf(frame) === text
    }),
    RUNS,
  )
  fc.assert(
    fc.property(number, fc.uint8Array(), (n, bytes) => {
      const frame = frameOf(n, bytes) as Uint8Array

      return numberOf(frame) === n && String(messageOf(frame)) === String(bytes)
    }),
    RUNS,
  )
})

it('a number is found only where the frame would be written so', () => {
  fc.assert(
    fc.property(fc.oneof(text16, damaged), (text) => {
      const n = numberOf(text)

      return n === -1 || frameOf(n, messageOf(text)) === text
    }),
    RUNS,
  )
})

it('a hello comes back as it was written', () => {
  const hello = fc.record({
    session: fc.stringMatching(/^[A-Za-z0-9_-]{22,64}$/),
    opening: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    first: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    at: fc.option(position, { nil: undefined }),
    auth: fc.option(fc.jsonValue({ maxDepth: 3 }), { nil: undefined }),
  })
  const plain = hello.filter((one) => !JSON.stringify(one).includes('__proto__'))

  fc.assert(
    fc.property(plain, (one) => {
      const text = formatHello(one)

      // JSON knows no -0.
      expect(JSON.stringify(parseHello(text))).toBe(
        JSON.stringify({
          session: one.session,
          opening: one.opening,
          at: one.at,
          first: one.first,
          auth: one.auth,
        }),
      )
    }),
    RUNS,
  )
})

it('whatever arrives, a parser neither throws nor lets through what breaks a rule', () => {
  const members = fc.dictionary(
    fc.constantFrom(
      'hello',
      'at',
      'first',
      'auth',
      'welcome',
      'recovered',
      'in',
      'max',
      'ack',
      'refused',
      '__proto__',
    ),
    fc.oneof(fc.jsonValue(), number, position, fc.tuple(fc.constant('a'.repeat(22)), number)),
  )
  const anything = fc.oneof(
    text16,
    fc.json(),
    members.map((one) => JSON.stringify(one)),
    damaged,
  )

  fc.assert(
    fc.property(anything, (text) => {
      const hello = parseHello(text)
      const control = parseServerControl(text)

      if (hello) {
        expect(hello.session).toMatch(/^[\w-]{22,64}$/)
        expect([hello.opening, hello.first, hello.at?.[1] ?? 0].every(isNumber)).toBe(true)
        expect(Object.getPrototypeOf(hello)).toBe(Object.prototype)
      }
      if (control) {
        expect(isNumber(control.ack ?? 0) && isNumber(control.at ?? 0)).toBe(true)
        expect((control.refused ?? []).every(isNumber)).toBe(true)
        if (control.welcome) expect(typeof control.recovered).toBe('boolean')
      }
    }),
    { ...RUNS, numRuns: 1_500 },
  )
})

it('deep nesting is refused, not a crash', () => {
  const deep = `{"hello":${'['.repeat(8_000)}${']'.repeat(8_000)}}`

  expect(parseHello(deep)).toBeNull()
})
