import { docs, getYDoc, setupWSConnection } from '@y/websocket-server/utils'
import type { WebSocketServer } from 'ws'
import { Doc } from 'yjs'
import { connectDoc } from './recipes/y-websocket.ts'
import { describeClient, type Subject } from './support/suite.ts'

const ROOM = 'talk'
const ASKED = 'asked'
const SAID = 'said'

describeClient(serve, join, { asks: true })

/** A document whose server copies what a client asks to what was said. */
function serve(server: WebSocketServer): void {
  docs.delete(ROOM)
  const doc = getYDoc(ROOM)
  const said = doc.getMap(SAID)
  doc.getMap(ASKED).observe(({ keysChanged }) => {
    for (const text of keysChanged) if (!said.has(text)) said.set(text, true)
  })
  server.on('connection', setupWSConnection)
}

function join(url: string): Subject {
  const doc = new Doc()
  const provider = connectDoc(url, ROOM, doc)
  // The first has begun.
  let attempts = 1
  provider.on('status', ({ status }) => {
    if (status === 'connecting') attempts++
  })
  return {
    attempts: () => attempts,
    say: (text) => void doc.getMap(ASKED).set(text, true),
    heard: () => [...doc.getMap(SAID).keys()],
    end: () => provider.destroy(),
  }
}
