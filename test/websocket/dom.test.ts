// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import { setUpOpen } from './support/set-up.ts'

it("is an EventTarget of the page's, with its events", () => {
  const { socket, server, recorder } = setUpOpen()

  server.send('news')
  server.close(1001)

  expect(socket).toBeInstanceOf(window.EventTarget)
  expect(recorder.of('message')[0]).toBeInstanceOf(window.MessageEvent)
  expect(recorder.of('close')[0]).toBeInstanceOf(window.CloseEvent)
  expect(recorder.of('close')).toMatchObject([{ code: 1001, reason: '', wasClean: true }])
})

it('calls an on… handler once', () => {
  const { socket, server } = setUpOpen()
  const handler = vi.fn()
  socket.onmessage = handler

  server.send('news')

  expect(handler).toHaveBeenCalledOnce()
})
