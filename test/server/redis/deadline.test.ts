import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { deadline } from '../../../src/server/redis/deadline.ts'

it('takes an answer that came while the thread was busy', async () => {
  const [near, far] = await createPair()
  const answer = deadline(once(near, 'data'), 120)

  far.write('answer')
  blockFor(200)

  expect(String(await answer)).toBe('answer')
})

it('rejects without an answer', async () => {
  const [near] = await createPair()

  await expect(deadline(once(near, 'data'), 120)).rejects.toThrow('No answer of Redis in 120 ms.')
})

/** Two ends of a connection. */
async function createPair() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection')
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [far] = await accepted
  onTestFinished(() => {
    for (const end of [near, far]) end.destroy()
    server.close()
  })
  return [near, far] as const
}

const blockFor = (ms: number): unknown =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
