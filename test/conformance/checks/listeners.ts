// DOM, section 2.7 (EventTarget).
import { check, group, type Socket } from '../support/check.ts'
import { ask, ON_PURPOSE, next, thrown, timesReported } from '../support/observe.ts'

/** The words that the listeners of one message leave, in their order. */
async function heard(
  socket: Socket,
  listen: (hear: (word: string) => () => void) => void,
  texts: string[] = ['text'],
): Promise<string[]> {
  const words: string[] = []
  listen((word) => () => void words.push(word))
  for (const text of texts) await ask(socket, text)
  return words
}

export const listeners = group('listeners', [
  check('are called in their order', ['one', 'two', 'three'], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) => {
      for (const word of ['one', 'two', 'three']) socket.addEventListener('message', hear(word))
    })
  }),
  check('are called once, however often they are added', ['one'], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) => {
      const listener = hear('one')
      socket.addEventListener('message', listener)
      socket.addEventListener('message', listener)
    })
  }),
  check('are others when they capture', ['one', 'one'], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) => {
      const listener = hear('one')
      socket.addEventListener('message', listener)
      socket.addEventListener('message', listener, true)
    })
  }),
  check('go first when they capture', ['capturing', 'plain'], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) => {
      socket.addEventListener('message', hear('plain'))
      socket.addEventListener('message', hear('capturing'), { capture: true })
    })
  }),
  check('may be removed', [], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) => {
      const listener = hear('one')
      socket.addEventListener('message', listener)
      socket.removeEventListener('message', listener)
    })
  }),
  check('may hear one event only', ['once'], async ({ open }) => {
    const socket = await open()

    return heard(
      socket,
      (hear) => socket.addEventListener('message', hear('once'), { once: true }),
      ['text', 'more'],
    )
  }),
  check('end with their signal', ['one'], async ({ open }) => {
    const socket = await open()
    const controller = new AbortController()

    return heard(
      socket,
      (hear) => {
        const listener = () => {
          hear('one')()
          controller.abort()
        }
        socket.addEventListener('message', listener, { signal: controller.signal })
      },
      ['text', 'more'],
    )
  }),
  check('are not added with a signal that has ended', [], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) =>
      socket.addEventListener('message', hear('one'), { signal: AbortSignal.abort() }),
    )
  }),
  check('may be objects', [true, 'message'], async ({ open }) => {
    const socket = await open()
    const called = new Promise<[boolean, string]>((resolve) => {
      const listener = {
        handleEvent(event: Event) {
          resolve([this === listener, event.type])
        },
      }
      socket.addEventListener('message', listener)
    })
    socket.send('text')

    return called
  }),
  check('are called with the socket as this', true, async ({ open }) => {
    const socket = await open()
    const called = new Promise<boolean>((resolve) => {
      socket.addEventListener('message', function (this: unknown) {
        resolve(this === socket)
      })
    })
    socket.send('text')

    return called
  }),
  check('may be null, which adds none', 'nothing', async ({ open }) => {
    const socket = await open()

    return thrown(() => socket.addEventListener('message', null as unknown as EventListener))
  }),
  check(
    'that are added while an event is emitted hear the next',
    ['one', 'one', 'two'],
    async ({ open }) => {
      const socket = await open()

      return heard(
        socket,
        (hear) => {
          const late = hear('two')
          socket.addEventListener('message', () => {
            hear('one')()
            socket.addEventListener('message', late)
          })
        },
        ['text', 'more'],
      )
    },
  ),
  check('that are removed while an event is emitted hear it no more', ['one'], async ({ open }) => {
    const socket = await open()

    return heard(socket, (hear) => {
      const late = hear('two')
      socket.addEventListener('message', () => {
        hear('one')()
        socket.removeEventListener('message', late)
      })
      socket.addEventListener('message', late)
    })
  }),
  check('can stop an event', ['one', 'one', 'two'], async ({ open }) => {
    const socket = await open()
    const words: string[] = []
    socket.addEventListener('message', (event) => {
      words.push('one')
      if (event.data === 'stop') event.stopImmediatePropagation()
    })
    socket.addEventListener('message', () => words.push('two'))
    socket.send('stop')
    await ask(socket, 'more')

    return words
  }),
  check(
    'report what they throw, and keep no one from hearing',
    [2, ['two', 'two']],
    async ({ open }) => {
      const socket = await open()
      const error = new Error(ON_PURPOSE)
      const words: string[] = []
      const times = await timesReported(error, async () => {
        socket.addEventListener('message', () => {
          throw error
        })
        socket.addEventListener('message', () => words.push('two'))
        await ask(socket, 'text')
        await ask(socket, 'more')
      })

      return [times, words]
    },
  ),
  check(
    'for the opening may be added after other work',
    'open',
    async ({ WebSocket, peer, open }) => {
      const socket = new WebSocket(peer.url())
      await Promise.resolve()
      const opening = next(socket, 'open')
      await open()

      return (await opening).type
    },
  ),
  check('hear what is dispatched by hand', [true, 'own', false], ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())
    const events: Event[] = []
    socket.addEventListener('own', (event) => events.push(event))
    const result = socket.dispatchEvent(new Event('own'))

    return [result, events[0]!.type, events[0]!.isTrusted]
  }),
])
