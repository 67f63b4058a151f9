import { mergeOptions } from '../../src/options/resolve-options.ts'
import { pluginRules } from '../../src/store/plugin-options.ts'
import { resolveAll } from '../src/options/resolve.ts'
import { describe, expect, test } from 'vitest'
import {
  toOptions,
  toPatch,
  toPatchOf,
  valueOf,
  withText,
  type Setup,
} from '../src/options/setup.ts'

const SETUP: Setup = {
  url: 'ws://host/',
  connectTimeout: '4000',
  'heartbeat.interval': '3000',
  'heartbeat.idleOnly': 'false',
}

function configured(from: Setup, patch: object): { options: Record<string, any> } {
  const merged = mergeOptions(toOptions(from), patch, pluginRules)
  return { options: resolveAll({ ...merged, page: false, autoConnect: false }) }
}

describe('a set-up', () => {
  test('becomes options', () => {
    expect(toOptions(SETUP)).toEqual({
      url: 'ws://host/',
      connectTimeout: 4000,
      heartbeat: { interval: 3000, idleOnly: false },
    })
  })

  test('knows numbers, flags, lists and choices', () => {
    expect(valueOf('reconnect.maxAttempts', 'Infinity')).toBe(Infinity)
    expect(valueOf('debug', 'true')).toBe(true)
    expect(valueOf('protocols', 'a, b')).toEqual(['a', 'b'])
    expect(valueOf('heartbeat.message', 'null')).toBe(null)
    expect(valueOf('heartbeat.message', 'hello')).toBe('hello')
  })

  test('leaves what it does not understand to the library', () => {
    expect(valueOf('heartbeat.interval', 'soon')).toBe('soon')
    expect(valueOf('debug', 'perhaps')).toBe('perhaps')
    expect(valueOf('url', 'constructor')).toBe('constructor')
  })

  test('forgets an option whose text is emptied', () => {
    expect(withText({ url: 'ws://host/', debug: 'true' }, 'debug', ' ')).toEqual({
      url: 'ws://host/',
    })
  })

  test('keeps the options of a group that is switched off', () => {
    const off = withText(SETUP, 'heartbeat', 'false')

    expect(toOptions(off).heartbeat).toBe(false)
    expect(toOptions(withText(off, 'heartbeat', '')).heartbeat).toEqual({
      interval: 3000,
      idleOnly: false,
    })
  })
})

describe('the patch of a set-up', () => {
  test('restores the default of what is no longer set', () => {
    const { options } = configured(SETUP, toPatch({ url: 'ws://host/' }))

    expect(options.connectTimeout).toBe(10_000)
    expect(options.heartbeat).toMatchObject({ interval: 15_000, idleOnly: true })
  })

  test('restores the default of one option of a group', () => {
    const { options } = configured(SETUP, toPatch(withText(SETUP, 'heartbeat.idleOnly', '')))

    expect(options.heartbeat).toMatchObject({ interval: 3000, idleOnly: true })
  })

  test('switches a group on again', () => {
    const off = withText(SETUP, 'heartbeat', 'false')

    const { options } = configured(off, toPatchOf(SETUP, 'heartbeat'))

    expect(options.heartbeat).toMatchObject({ interval: 3000, timeout: 10_000, message: 'ping' })
  })

  test('of one option names no other but those of its group', () => {
    expect(Object.keys(toPatchOf(SETUP, 'heartbeat.interval'))).toEqual(['heartbeat'])
  })

  test('leaves the address alone where there is none', () => {
    expect(toPatch({})).not.toHaveProperty('url')
  })
})
