import { describe, expect, it } from 'vitest'
import type { FakeConnection } from 'vue-heartbeat-socket/testing'
import { EVER, setUp, setUpOpen, TIMEOUT, type Kit } from './support/set-up.ts'

/** All that a native socket can still say. */
function babble(link: FakeConnection): void {
  link.emit('open')
  link.emit('message', { data: 'late' })
  link.emit('error')
  link.emit('close', { code: 4_000 })
}

async function expectSilence(kit: Kit, link: FakeConnection): Promise<void> {
  const { linkCount } = kit
  const { readyState } = kit.socket
  kit.told.clear()

  babble(link)
  await kit.timers.advance(0)

  expect(kit.told.types).toEqual([])
  expect(kit.linkCount).toBe(linkCount)
  expect(kit.socket.readyState).toBe(readyState)
}

describe('late events of an old native socket reach no listener', () => {
  it('after a loss', async () => {
    const kit = setUpOpen()
    const { link } = kit
    kit.server.drop()
    await kit.timers.advance(1_000)

    await expectSilence(kit, link)
  })

  it('while waiting', async () => {
    const kit = setUpOpen()
    kit.server.drop()

    await expectSilence(kit, kit.link)
  })

  it('after an opening that took too long', async () => {
    const kit = setUp()
    const { link } = kit
    await kit.timers.advance(TIMEOUT)

    await expectSilence(kit, link)
  })

  it('after refresh()', async () => {
    const kit = setUpOpen()
    const { link } = kit
    kit.socket.refresh()
    await kit.timers.advance(0)

    await expectSilence(kit, link)
  })

  it('after close() has been answered', async () => {
    const kit = setUpOpen()
    kit.socket.close()
    await kit.timers.advance(0)

    await expectSilence(kit, kit.link)
  })

  it('after close() was given up', async () => {
    const kit = setUpOpen()
    kit.server.goSilent()
    kit.socket.close()
    await kit.timers.advance(TIMEOUT)

    await expectSilence(kit, kit.link)
  })

  it('after close() while connecting', async () => {
    const kit = setUp()
    kit.socket.close()
    await kit.timers.advance(0)

    await expectSilence(kit, kit.link)
  })

  it('after close() and open()', async () => {
    const kit = setUpOpen()
    const { link } = kit
    kit.server.goSilent()
    kit.socket.close()
    kit.socket.open()
    kit.server.accept()
    await kit.timers.advance(EVER)

    await expectSilence(kit, link)
  })

  it('after it has given up', async () => {
    const kit = setUpOpen({ maxReconnectAttempts: 0 })
    kit.server.drop()

    await expectSilence(kit, kit.link)
  })
})
