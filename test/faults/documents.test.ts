import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { SLOWED, USUAL } from '../../bench/faults/measure/hidden-scenarios.ts'
import { LAB_SCENARIOS } from '../../bench/faults/measure/lab-scenarios.ts'
import { replaceBetween, spread, spreadOfCounts } from '../../bench/faults/measure/markdown.ts'
import {
  SCENARIOS,
  SILENCE,
  SILENCE_AT_DEFAULTS,
  SLOW_LINES,
} from '../../bench/faults/measure/scenarios.ts'
import { CASES } from '../../bench/faults/measure/run-beats.ts'
import type { Series } from '../../bench/faults/measure/samples.ts'
import { CLIENTS, HIDDEN_CLIENTS } from '../../bench/faults/measure/settings.ts'
import {
  answerTable,
  beatsTable,
  defaultsInWords,
  hiddenTable,
  paceInWords,
  slowTable,
  timesTables,
} from '../../bench/faults/measure/tables.ts'

const DOCUMENT = read('../../docs/faults.md')
const HIDDEN_TABS = read('../../docs/hidden-tabs.md')

describe('docs/faults.md', () => {
  test.each([...SCENARIOS, ...LAB_SCENARIOS, ...SLOW_LINES, ...USUAL, ...SLOWED])(
    'has a row for: $name',
    ({ name }) => {
      expect(DOCUMENT.toLowerCase()).toContain(`| ${name.toLowerCase()} (chromium)`)
    },
  )

  test.each(CLIENTS)('answers at once for %s', (client) => {
    const [answer] = DOCUMENT.split('<!-- end answer -->')

    expect(answer).toContain(`| ${client} (Chromium)`)
    expect(answer).toContain(`| ${client} (Firefox)`)
  })

  test('answers with the defaults that the package has', () => {
    const { heartbeat, reconnect } = resolveOptions({ url: 'ws://127.0.0.1' })
    const found = (heartbeat.interval + heartbeat.timeout) / 1_000

    expect(DOCUMENT).toContain(
      `notices within ${found} s, and makes an attempt within ${reconnect.spread / 1_000} s more`,
    )
  })

  test.each(HIDDEN_CLIENTS)('has a column for %s', (client) => {
    expect(DOCUMENT).toMatch(new RegExp(`^\\| What happens +\\|.* ${client} +\\|`, 'm'))
  })

  test('was measured with the options that the command has', () => {
    expect(DOCUMENT).toContain(paceInWords())
  })

  test('computes with the defaults that the package has', () => {
    expect(DOCUMENT).toContain(defaultsInWords())
  })
})

describe('docs/hidden-tabs.md', () => {
  test.each(CASES)('has a row for $name (answers: $answers)', ({ name, answers }) => {
    const server = answers ? 'answers each beat' : 'says nothing'

    expect(HIDDEN_TABS).toMatch(new RegExp(`^\\| ${name} +\\| ${server} +\\|`, 'm'))
  })
})

describe('the tables', () => {
  test('show the median of the times, the least and the greatest', () => {
    expect(spread([3_000, 1_000, 2_500], 30_000)).toBe('2.5 (1.0–3.0)')
  })

  test('take what did not happen for longer than all else', () => {
    expect(spread([null, 1_000, 2_500], 30_000)).toBe('2.5 (1.0–not in 30)')
    expect(spread([null, null, 2_500], 30_000)).toBe('not in 30 (2.5–not in 30)')
    expect(spread([null, null, null], 30_000)).toBe('not in 30')
  })

  test('show counts, and how far they lie apart', () => {
    expect(spreadOfCounts([3, 1, 2])).toBe('2 (1–3)')
    expect(spreadOfCounts([2, 2, 2])).toBe('2')
  })

  test('have a row for each browser, and say what was not measured', () => {
    const text = timesTables([
      series(),
      series({ browser: 'firefox', client: 'reconnecting-websocket' }),
    ])

    expect(text).toContain('| Rain (Chromium) | – | 1.0 (1.0–1.0) |')
    expect(text).toContain('| Rain (Firefox) | 2.0 (2.0–2.0) | – |')
  })

  test('answer for each client, as it comes and with a heartbeat', () => {
    const samples = [{ foundAfter: null, openAfter: null, losses: 0 }]
    const all = CLIENTS.flatMap((client) => [
      series({ client, scenario: SILENCE.name }),
      series({ client, scenario: SILENCE_AT_DEFAULTS.name, samples }),
    ])

    const rows = answerTable(all).split('\n')

    expect(rows).toHaveLength(2 + CLIENTS.length)
    expect(rows.at(-1)).toBe(
      '| partysocket (Chromium) | not in 60 | 1.0 (1.0–1.0) | 2.0 (2.0–2.0) |',
    )
  })

  test('show both times of a hidden page in one cell', () => {
    const text = hiddenTable([series()], 30_000)

    expect(text).toContain('| 1.0 (1.0–1.0); 2.0 (2.0–2.0) |')
  })

  test('show on a slow line how often the connection was given up, and when the message came', () => {
    const text = slowTable([series()])

    expect(text).toContain('| 1; 2.0 (2.0–2.0) |')
  })

  test('say who was sent away', () => {
    const beats = { name: 'partysocket', answers: true, longestSilence: 15_060 }

    const text = beatsTable([
      { ...beats, sentAway: 0 },
      { ...beats, answers: false, sentAway: 2 },
    ])

    expect(text).toContain('| partysocket | answers each beat | 15.1 | no |')
    expect(text).toContain('| partysocket | says nothing | 15.1 | yes |')
  })

  test('go between their marks, and replace what was there', () => {
    const document = 'a\n<!-- begin x -->\nold\n<!-- end x -->\nb'

    expect(replaceBetween(document, 'x', 'new')).toBe(
      'a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nb',
    )
    expect(() => replaceBetween(document, 'y', 'new')).toThrow('no marks "y"')
  })
})

/** One run of one client in Chromium. */
function series(parts: Partial<Series> = {}): Series {
  const sample = { foundAfter: 1_000, openAfter: 2_000, losses: 1 }
  return {
    scenario: 'rain',
    browser: 'chromium',
    client: 'partysocket',
    samples: [sample],
    ...parts,
  }
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}
