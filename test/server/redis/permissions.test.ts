import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../../../bench/support/redis-server.ts'
import { news, NOTHING, SESSION, setUp } from './support/set-up.ts'

const DOCUMENT = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8')

/** The paragraph that names them, and in it all that is in capitals. */
const [, paragraph = ''] = /The user of Redis needs the commands (.*?)on the keys/s.exec(DOCUMENT)!
const COMMANDS = [...paragraph.matchAll(/`([A-Z ]+)`/g)].map(([, name = '']) => name)

it('needs no more permissions than the documentation names', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.remove())
  const url = redis.url.replace('//', '//app:secret@')
  const { store, client, all, head, read, key, open } = await setUp(redis, { url, name: 'mine' })
  const rules = COMMANDS.map((name) => `+${name.toLowerCase().replace(' ', '|')}`)
  const access = ['~{mine}:1:*', '&{mine}:1:*', ...rules]
  await client.sendCommand(['ACL', 'SETUSER', 'app', 'reset', 'on', '>secret', ...access])

  await store.publish(news('one'), 'id')
  const [epoch, number] = await head()
  const changes = { ...NOTHING, publishes: [news('two')], joins: ['croom'], leaves: ['cother'] }
  await store.commit(SESSION, epoch, 1, 1, changes)
  await store.commit(SESSION, epoch, 1, 2, { ...NOTHING, refused: true })
  await store.attach(SESSION, 2)
  await all()
  const waiting = read(epoch, number + 1)
  await store.flash(news('flash'))
  expect((await waiting).flashes).toHaveLength(1)

  await client.hDel(key('head'), 'epoch')
  expect(await open().publish(news('three'))).toBe(number + 2)

  const small = await setUp(redis, { url, name: 'mine', maxBytes: 1 })
  await small.store.publish(news('four'))
  expect((await all()).entries.map(({ data }) => data)).toEqual(['four'])
})
