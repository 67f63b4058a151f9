import { expect, test } from 'vitest'
import { Nodes } from '../server/nodes/nodes.ts'
import { Sequence } from '../src/nodes/sequence.ts'

test('the nodes say that Redis is missing', () => {
  const nodes = new Nodes((name) => ({ name, problem: 'not found' }))

  expect(nodes.state).toEqual({ phase: 'missing', why: 'not found' })
})

test('numbers that are left out are lost, and those that come again are counted', () => {
  const sequence = new Sequence()

  for (const n of [5, 6, 9, 9, 10]) sequence.take(n)

  expect(sequence).toMatchObject({ received: 4, lost: 2, again: 1 })
})

test('a sequence that began elsewhere has lost what came before', () => {
  const sequence = new Sequence(0)

  sequence.take(3)

  expect(sequence.lost).toBe(2)
})
