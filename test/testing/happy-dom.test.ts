// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import { microtasks, setUp } from './set-up.ts'

it('runs frames and timers in a DOM', async () => {
  const { timers } = setUp()
  const [timer, frame] = [vi.fn(), vi.fn()]
  timers.setTimeout(timer, 10)
  timers.requestFrame(() => void Promise.resolve().then(frame))

  await timers.frame()

  expect(timer).toHaveBeenCalledOnce()
  expect(frame).toHaveBeenCalledOnce()
})

it("dispatches the DOM's own events", () => {
  const { server, connect } = setUp()
  const { socket, connection, events } = connect()
  const seen: Event[] = []
  for (const type of ['open', 'message', 'error', 'close'] as const) {
    socket[`on${type}`] = (event: Event) => void seen.push(event)
  }

  server.accept()
  server.send('a')
  connection.emit('error')
  server.close(4000, 'bye')

  expect(events).toEqual(['open', 'message a', 'error', "close 4000 'bye' clean"])
  expect(seen.every((event) => event instanceof Event && event.target === socket)).toBe(true)
  expect(seen[1]).toBeInstanceOf(MessageEvent)
})

it('carries binary data', async () => {
  const { server, connectOpen } = setUp()
  const { socket } = connectOpen()
  const blobs: Blob[] = []
  socket.onmessage = (event) => void blobs.push(event.data)

  socket.send(new Blob(['a']))
  socket.send(new Uint8Array([1]))
  server.send(new Uint8Array([104, 105]))
  await microtasks()

  expect(server.received).toHaveLength(2)
  expect(server.received[1]).toEqual(new Uint8Array([1]))
  expect(blobs[0]).toBeInstanceOf(Blob)
  expect(await blobs[0]!.text()).toBe('hi')
})
