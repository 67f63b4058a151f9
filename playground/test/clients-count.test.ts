import { expect, test } from 'vitest'
import { clientNames, clientsIn } from '../src/clients/count.ts'

test.each([
  ['', null],
  ['?clients=20', 20],
  ['?clients=1000', 100],
  ['?clients=0', null],
  ['?clients=many', null],
  ['?clients=2.5', null],
])('“%s” asks for %s clients', (search, count) => {
  expect(clientsIn(search)).toBe(count)
})

test('clients have names of their own', () => {
  expect(clientNames(2)).toEqual(['client-1', 'client-2'])
})
