import { expect, test } from 'vitest'
import { tabsIn } from '../src/tabs/roster.ts'
import { helloIn } from '../src/tabs/shared-socket.ts'

const lock = (name: string, clientId: string): LockInfo => ({ name, clientId, mode: 'exclusive' })

test('the tabs are those that hold a number, and the leader is the one with the lock of the library', () => {
  const held = [
    lock('playground-tab-2', 'b'),
    lock('heartbeat-socket/1/0123456789abcdef', 'b'),
    lock('playground-tab-1', 'a'),
    lock('of another page', 'c'),
  ]

  expect(tabsIn(held, 1)).toEqual([
    { number: 1, isOwn: true, isLeader: false },
    { number: 2, isOwn: false, isLeader: true },
  ])
})

test('while none holds the lock, no tab leads', () => {
  expect(tabsIn([lock('playground-tab-1', 'a')], null)).toEqual([
    { number: 1, isOwn: false, isLeader: false },
  ])
})

test('a hello is told from the figures of the feed and from other echoes', () => {
  expect(helloIn({ type: 'echo', data: '{"hello":2,"at":5}' })).toEqual({ hello: 2, at: 5 })

  for (const message of [
    { type: 'metrics' },
    { type: 'echo', data: 'text' },
    { type: 'echo', data: 'null' },
    { type: 'echo', data: '{"hello":"2","at":5}' },
    null,
  ]) {
    expect(helloIn(message)).toBe(null)
  }
})
