import { describe, expect, it } from 'vitest'
import { redisStreamsStore } from 'vue-heartbeat-socket/server/redis'
import { createClient } from 'redis'
import { identityOf, parseInfo } from '../../../src/server/redis/identity.ts'

const INFO = {
  redis_version: '7.0.15',
  role: 'master',
  run_id: 'aaaa',
  master_replid: 'bbbb',
  maxmemory_policy: 'noeviction',
}

const textOf = (info: object): string =>
  ['# Server', ...Object.entries(info).map(([name, value]) => `${name}:${value}`)].join('\r\n')

const identify = (info: object, isStrict = true): string =>
  identityOf(parseInfo(textOf(info)), isStrict)

describe('identityOf', () => {
  it('is the run and the replication, which changes with each promotion', () => {
    expect(identify(INFO)).toBe('aaaa:bbbb')
  })

  it.each([
    ['evicts keys', { ...INFO, maxmemory_policy: 'allkeys-lru' }, 'S0010'],
    ['hides its run', { ...INFO, run_id: '' }, 'S0011'],
    ['hides its replication', { ...INFO, master_replid: '' }, 'S0011'],
    ['is a replica', { ...INFO, role: 'slave' }, 'S0012'],
    ['is too old', { ...INFO, redis_version: '6.2.7' }, 'S0012'],
  ])('refuses a server that %s', (_what, info, code) => {
    expect(() => identify(info)).toThrow(
      expect.objectContaining({ code: `HEARTBEAT_SOCKET_${code}` }),
    )
  })

  it('with `strict: false` takes what only settings can repair', () => {
    expect(identify({ ...INFO, maxmemory_policy: 'allkeys-lru' }, false)).toBe('aaaa:bbbb')
    expect(identify({ ...INFO, run_id: '' }, false)).toBe(':bbbb')
    expect(() => identify({ ...INFO, role: 'slave' }, false)).toThrow('replica')
  })
})

describe('the options of redisStreamsStore', () => {
  it.each([
    ['name', { name: '' }],
    ['name', { name: 'a{b}' }],
    ['name', { name: 3 as never }],
    ['maxMessages', { name: 'a', maxMessages: 0 }],
    ['maxBytes', { name: 'a', maxBytes: 1.5 }],
  ])('a wrong %s is a TypeError that names it', (option, options) => {
    expect(() => redisStreamsStore(createClient(), options)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(option) }),
    )
  })
})
