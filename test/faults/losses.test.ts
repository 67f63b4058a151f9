import { describe, expect, test } from 'vitest'
import { JOB, ROUNDS } from '../../bench/faults/measure/losses.ts'
import { lossesInWords, lossesTable } from '../../bench/faults/measure/losses-table.ts'
import { COUNTED, tally, type Losses } from '../../bench/faults/measure/run-losses.ts'
import { BROWSERS } from '../../scripts/find-browsers.js'
import { writtenTable } from '../house/support/markdown.ts'
import { read } from '../house/support/project.ts'

const DOCUMENT = 'docs/what-becomes-of-a-message.md'

/** What a client sent: `c 1` to `c 4`. */
const count = (heard: string[], drops: string[] = []) =>
  tally(
    'c',
    4,
    heard,
    drops.map((text) => ({ text, reason: 'unconfirmed' })),
  )

describe('the count', () => {
  test('has nothing lost where all have arrived', () => {
    expect(count(['c 1', 'c 2', 'c 3', 'c 4'])).toEqual({
      sent: 4,
      arrived: 4,
      lost: 0,
      lostUntold: 0,
      twice: 0,
      told: 0,
      toldAgain: 0,
    })
  })

  test('has as lost what the server has not heard, and as untold what was not reported either', () => {
    expect(count(['c 1', 'c 2'], ['c 2', 'c 3'])).toMatchObject({ lost: 2, lostUntold: 1, told: 2 })
  })

  test('has apart what was heard or reported again', () => {
    expect(count(['c 1', 'c 1', 'c 1'], ['c 2', 'c 2'])).toMatchObject({
      arrived: 1,
      twice: 2,
      told: 1,
      toldAgain: 1,
    })
  })

  test('knows the messages of one client from those of another, and from heartbeats', () => {
    expect(count(['c 1', 'ping', 'c, resending 2', 'c 12', 'c '])).toMatchObject({
      arrived: 1,
      twice: 0,
    })
  })
})

describe('the table', () => {
  test('has a row for each client in each browser, with the median and the spread', () => {
    const losses: Losses = { browser: 'chromium', client: 'c', ...count(['c 1']) }

    const rows = lossesTable([
      losses,
      { ...losses, lost: 9 },
      { ...losses, lost: 4 },
      { ...losses, browser: 'firefox' },
    ]).split('\n')

    expect(rows.slice(2)).toEqual([
      '| c (Chromium) | 4 | 1 | 4 (3–9) | 3 | 0 | 0 |',
      '| c (Firefox) | 4 | 1 | 3 | 3 | 0 | 0 |',
    ])
  })

  test(`of ${DOCUMENT} was counted with the clients and the options that the command has`, () => {
    const names = writtenTable(DOCUMENT, 'losses').map(([name]) => name)
    const clients = COUNTED.flatMap((client) =>
      BROWSERS.map((browser) => `${client} (${browser[0]!.toUpperCase()}${browser.slice(1)})`),
    )

    expect(names).toEqual(['Client', ...clients])
    expect(read(DOCUMENT)).toContain(lossesInWords(JOB, ROUNDS))
  })
})
