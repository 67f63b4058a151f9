import { beforeEach, expect, test } from 'vitest'
import { Tally } from '../../server/tally.ts'
import { LaneCounter, sumOf } from '../../src/lost/counter.ts'

let now: number
let counter: LaneCounter
let server: Tally
/** Whether the server gets what is sent. */
let arrives: boolean
let held: number
let accounts: boolean

const lane = {
  get accounts() {
    return accounts
  },
  send: (text: string) => void (arrives && server.take(text)),
  isReady: () => true,
  held: () => held,
  end: () => {},
}

beforeEach(() => {
  now = 0
  held = 0
  accounts = false
  arrives = true
  server = new Tally()
  counter = new LaneCounter('s', () => now)
})

function send(count = 1): void {
  for (let sent = 0; sent < count; sent++) counter.send(lane)
}

function tally() {
  counter.look(lane)
  return counter.tally(now, server.read().s)
}

test('what the server has got has arrived', () => {
  send(3)

  expect(tally()).toMatchObject({ sent: 3, arrived: 3, held: 0, lost: 0, untold: 0, again: 0 })
})

test('what it has not got a second later is lost', () => {
  send()
  arrives = false
  send(2)
  expect(tally()).toMatchObject({ arrived: 1, lost: 0 })

  now += 1_000

  expect(tally()).toMatchObject({ arrived: 1, lost: 2, untold: 2 })
})

test('what the client has reported is lost, but not untold', () => {
  arrives = false
  send(2)
  counter.listener.drops('count:s:2')
  now += 1_000

  expect(tally()).toMatchObject({ lost: 2, untold: 1 })
})

test('what the client has reported may have arrived', () => {
  send()
  counter.listener.drops('count:s:1')

  expect(tally()).toMatchObject({ arrived: 1, lost: 0, untold: 0 })
})

test('what the client still has is not lost, nor a second after it left', () => {
  arrives = false
  send(3)
  held = 2
  now += 1_000
  expect(tally()).toMatchObject({ held: 2, lost: 1 })

  held = 0
  now += 999
  expect(tally()).toMatchObject({ held: 0, lost: 1 })
  now += 1

  expect(tally()).toMatchObject({ held: 0, lost: 3 })
})

test('what the client still has are the newest that it has not reported', () => {
  arrives = false
  send(3)
  counter.listener.drops('count:s:3')
  held = 1
  now += 1_000

  expect(tally()).toMatchObject({ held: 1, lost: 2, untold: 1 })
})

test('what left the client after the server was asked is not lost, however late the answer is read', () => {
  const askedAt = now
  const counted = server.read().s
  send()
  now += 5_000
  counter.look(lane)

  expect(counter.tally(askedAt, counted)).toMatchObject({ sent: 1, arrived: 0, lost: 0 })
})

test('sums up', () => {
  send(2)

  expect(sumOf([tally(), tally()])).toMatchObject({ sent: 4, arrived: 4 })
})

test('what the client still has, or has reported, is not confirmed', () => {
  accounts = true
  arrives = false
  send(10)
  held = 3

  counter.listener.drops('count:s:2')

  expect(tally().confirmed).toBe(6)
})

test('nothing is confirmed by a client that says nothing', () => {
  send(10)

  expect(tally().confirmed).toBe(0)
})

test('counts what is sent once more, and what is replayed', () => {
  counter.listener.resends()
  counter.listener.resends()
  counter.listener.replays()

  expect(tally()).toMatchObject({ resent: 2, replayed: 1 })
})
