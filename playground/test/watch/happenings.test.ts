import { expect, test } from 'vitest'
import { Happenings } from '../../src/watch/happenings.ts'

const kinds = ({ shown }: Happenings) => shown.value.map(({ kind }) => kind)

test('shows the newest first, and only when it is time', () => {
  const happenings = new Happenings()

  happenings.add('attempt', { attempt: 1 })
  happenings.add('open')
  expect(kinds(happenings)).toEqual([])
  happenings.show()

  expect(kinds(happenings)).toEqual(['open', 'attempt'])
})

test('shows heartbeats in a row as one, with the newest words', () => {
  const happenings = new Happenings()

  for (const latency of [3, 4, 5]) happenings.add('beat', { latency })
  happenings.show()

  expect(happenings.shown.value).toMatchObject([{ kind: 'beat', words: { latency: 5 }, times: 3 }])
})

test('shows each wait', () => {
  const happenings = new Happenings()

  happenings.add('wait', { seconds: '0.5' })
  happenings.add('wait', { seconds: '1.0' })
  happenings.show()

  expect(kinds(happenings)).toEqual(['wait', 'wait'])
})

test('does not renew its list without news', () => {
  const happenings = new Happenings()
  happenings.add('open')
  happenings.show()
  const before = happenings.shown.value

  happenings.show()

  expect(happenings.shown.value).toBe(before)
})

test('keeps a hundred', () => {
  const happenings = new Happenings()

  for (let attempt = 1; attempt <= 250; attempt++) happenings.add('attempt', { attempt })
  happenings.show()

  expect(happenings.shown.value).toHaveLength(100)
  expect(happenings.shown.value[0]!.words).toEqual({ attempt: 250 })
})

test('forgets all when it is cleared', () => {
  const happenings = new Happenings()
  happenings.add('open')
  happenings.show()

  happenings.clear()

  expect(kinds(happenings)).toEqual([])
})
