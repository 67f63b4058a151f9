import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import type { LogEntry } from 'vue-heartbeat-socket'
import { fullText, rowText } from '../src/log/entry-text.ts'
import { toJson } from '../src/log/export-log.ts'
import { FilteredLog } from '../src/log/filtered-log.ts'
import { NO_FILTER, toTest } from '../src/log/log-filter.ts'
import { targetOf } from '../src/log/selection.ts'
import { useThrottled } from '../src/log/throttled.ts'

const START = Date.UTC(2026, 0, 1)

function entry(id: number, changes: Partial<LogEntry> = {}): LogEntry {
  return {
    id,
    at: START + id,
    direction: 'received',
    kind: 'message',
    size: 1,
    data: id,
    ...changes,
  }
}

const entries = (from: number, to: number): LogEntry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => entry(from + index))

const ids = (log: readonly LogEntry[]) => log.map(({ id }) => id)

describe('the filter of the log', () => {
  const log = [
    entry(1, { data: { type: 'Echo', nested: { deep: 'needle' } } }),
    entry(2, { direction: 'sent', data: 'needle in text' }),
    entry(3, { kind: 'invalid', data: '{' }),
    entry(4, { kind: 'heartbeat', direction: 'sent', data: 'ping' }),
  ]
  const pass = (filter: object) => ids(log.filter(toTest({ ...NO_FILTER, ...filter })!))

  test('lets everything through at first', () => {
    expect(toTest(NO_FILTER)).toBe(null)
    expect(toTest({ ...NO_FILTER, text: ' ' })).toBe(null)
  })

  test('goes by direction', () => {
    expect(pass({ direction: 'sent' })).toEqual([2, 4])
  })

  test('goes by kind', () => {
    expect(pass({ kind: 'invalid' })).toEqual([3])
  })

  test('finds text anywhere in the data, in capitals or not', () => {
    expect(pass({ text: ' NEEDLE ' })).toEqual([1, 2])
    expect(pass({ text: 'echo' })).toEqual([1])
  })

  test('wants all of it together', () => {
    expect(pass({ text: 'needle', direction: 'sent' })).toEqual([2])
  })
})

describe('a filtered log', () => {
  const isEven = ({ id }: LogEntry) => id % 2 === 0

  test('tests each entry once', () => {
    const tested: number[] = []
    const filtered = new FilteredLog(({ id }) => tested.push(id) > 0)
    const log = entries(1, 6)

    filtered.update(log.slice(0, 4), 100)
    filtered.update(log, 100)

    expect(tested).toEqual([1, 2, 3, 4, 5, 6])
    expect(ids(filtered.entries)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('is the log itself where there is nothing to test', () => {
    const filtered = new FilteredLog(null)
    const log = entries(1, 10)

    expect(filtered.update(log, 4)).toBe(true)
    expect(filtered.entries).toBe(log)
  })

  test('goes through a long log in slices', () => {
    const filtered = new FilteredLog(isEven)
    const log = entries(1, 10)

    expect(filtered.update(log, 4)).toBe(false)
    expect(ids(filtered.entries)).toEqual([2, 4])
    expect(filtered.update(log, 4)).toBe(false)
    expect(filtered.update(log, 4)).toBe(true)
    expect(ids(filtered.entries)).toEqual([2, 4, 6, 8, 10])
  })

  test('drops what the log has dropped', () => {
    const filtered = new FilteredLog(isEven)
    const log = entries(1, 8)

    filtered.update(log.slice(0, 6), 100)
    filtered.update(log.slice(3), 100)

    expect(ids(filtered.entries)).toEqual([4, 6, 8])
  })

  test('begins anew when the log has overrun it', () => {
    const filtered = new FilteredLog(isEven)

    filtered.update(entries(1, 4), 100)
    filtered.update(entries(9, 12), 100)

    expect(ids(filtered.entries)).toEqual([10, 12])
  })

  test('is empty once the log was cleared', () => {
    const filtered = new FilteredLog(isEven)
    const log = entries(1, 8)

    filtered.update(log.slice(0, 4), 100)

    expect(filtered.update([], 100)).toBe(true)
    expect(filtered.entries).toEqual([])
    filtered.update(log.slice(4), 100)
    expect(ids(filtered.entries)).toEqual([6, 8])
  })

  test('begins anew with the log of another socket', () => {
    const filtered = new FilteredLog(() => true)
    const other = entries(1, 6)

    filtered.update(entries(1, 4), 100)
    filtered.update(other, 100)

    expect(filtered.entries).toEqual(other)
    expect(filtered.entries[0]).toBe(other[0])
  })
})

describe('the text of an entry', () => {
  const cycle: { self?: object } = {}
  cycle.self = cycle

  test.each([
    ['text', 'hello', 'hello'],
    ['JSON', { a: [1] }, '{"a":[1]}'],
    ['nothing', undefined, 'undefined'],
    ['bytes', new Uint8Array([1, 255]), 'Uint8Array, 2 B: 01 ff'],
    ['part of a buffer', new Uint8Array([1, 2, 3]).subarray(1), 'Uint8Array, 2 B: 02 03'],
    ['a buffer', new Uint8Array([7]).buffer, 'ArrayBuffer, 1 B: 07'],
    ['a blob', new Blob(['abc']), 'Blob, 3 B'],
  ])('shows %s', (_, data, text) => {
    expect(fullText(entry(1, { data }))).toBe(text)
  })

  test('says why there is none', () => {
    expect(fullText(entry(1, { data: cycle }))).toMatch(/circular/i)
  })

  test('is cut in a row', () => {
    expect(rowText(entry(1, { data: 'x'.repeat(1_000) }))).toBe(`${'x'.repeat(300)}…`)
  })
})

describe('the exported log', () => {
  test('is JSON, with bytes as numbers', async () => {
    const log = [
      entry(1, { data: { price: 3 }, size: 11 }),
      entry(2, { direction: 'sent', data: new Uint8Array([1, 2]) }),
      entry(3, { data: new Blob([new Uint8Array([9])]) }),
    ]

    const exported = JSON.parse(`[${await toJson(log)}]`)

    expect(exported).toEqual([
      {
        id: 1,
        at: '2026-01-01T00:00:00.001Z',
        direction: 'received',
        kind: 'message',
        size: 11,
        data: { price: 3 },
      },
      expect.objectContaining({ id: 2, direction: 'sent', data: { bytes: [1, 2] } }),
      expect.objectContaining({ id: 3, data: { bytes: [9] } }),
    ])
  })
})

describe('what is read at most every 200 ms', () => {
  function setUp() {
    vi.useFakeTimers()
    const source = shallowRef(1)
    const reads: number[] = []
    const scope = effectScope()
    const shown = scope.run(() =>
      useThrottled(() => (reads.push(source.value), source.value), 200),
    )!
    onTestFinished(() => {
      scope.stop()
      vi.useRealTimers()
    })
    return { source, reads, scope, shown }
  }

  test('is there from the beginning', () => {
    expect(setUp().shown.value).toBe(1)
  })

  test('is read once however often it changes', () => {
    const { source, reads, shown } = setUp()

    for (let value = 2; value <= 100; value++) {
      source.value = value
      vi.advanceTimersByTime(2)
    }
    vi.advanceTimersByTime(200)

    expect(reads).toHaveLength(2)
    expect(shown.value).toBe(100)
  })

  test('is not read while nothing changes', () => {
    const { reads } = setUp()

    vi.advanceTimersByTime(10_000)

    expect(reads).toEqual([1])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('shows a change at once after a silence', () => {
    const { source, shown } = setUp()
    vi.advanceTimersByTime(1_000)

    source.value = 2
    vi.advanceTimersByTime(0)

    expect(shown.value).toBe(2)
  })

  test('ends with its scope', () => {
    const { source, reads, scope } = setUp()

    source.value = 2
    scope.stop()
    source.value = 3

    expect(vi.getTimerCount()).toBe(0)
    expect(reads).toEqual([1])
  })
})

describe('the keys of the list', () => {
  test.each([
    ['ArrowDown', 3, 4],
    ['ArrowDown', -1, 0],
    ['ArrowUp', 0, 0],
    ['PageDown', 3, 13],
    ['PageDown', 95, 99],
    ['PageUp', 13, 3],
    ['Home', 50, 0],
    ['End', 50, 99],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(targetOf(key, from, 100)).toBe(to)
  })

  test('other keys lead nowhere', () => {
    expect(targetOf('a', 3, 100)).toBe(null)
    expect(targetOf('ArrowDown', -1, 0)).toBe(null)
  })
})
