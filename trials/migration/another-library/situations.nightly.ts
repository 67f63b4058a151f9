// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { there as partysocket } from '../partysocket/there.ts'
import { there as reconnecting } from '../reconnecting-websocket/there.ts'
import { there as original } from '../reconnectingwebsocket/there.ts'
import { install } from '../support/app.ts'
import type { Peer } from '../support/peer.ts'
import { here } from '../support/sockets.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there as native } from '../vue-native-websocket-vue3/there.ts'
import { there as vueuse } from '../vueuse-usewebsocket/there.ts'

const THEIRS: (() => { readonly peer: Peer })[] = [
  original,
  reconnecting,
  partysocket,
  () => vueuse({ autoReconnect: true }),
  () => native({ reconnection: true }),
]
const OURS = [() => here({ random: () => 0 }), () => install({ random: () => 0 })]

type Act = (peer: Peer, look: () => void) => Promise<void>

interface Look {
  readonly attempts: number
  readonly alive: number
}

/** How many sockets each of them has attempted, and not closed, whenever `act` looks. */
async function lookAt(all: typeof THEIRS, act: Act): Promise<Look[][]> {
  const seen = []
  for (const make of all) {
    const looks: Look[] = []
    const { peer } = make()
    peer.accept()
    await settle()
    await act(peer, () => looks.push({ attempts: peer.attempts, alive: peer.alive }))
    vi.restoreAllMocks()
    seen.push(looks)
  }
  return seen
}

/** Shorter than any delay of a page that is hidden or offline, and longer than theirs. */
const WHILE = 7_000

/** Looks some time after a loss, and then when all is well again. */
async function lose(peer: Peer, look: () => void, mend: () => void): Promise<void> {
  peer.drop()
  await pass(WHILE)
  look()
  mend()
  await settle()
  look()
}

async function offline(peer: Peer, look: () => void): Promise<void> {
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  window.dispatchEvent(new Event('offline'))
  await lose(peer, look, () => {
    onLine.mockReturnValue(true)
    window.dispatchEvent(new Event('online'))
  })
}

async function hidden(peer: Peer, look: () => void): Promise<void> {
  const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  await lose(peer, look, () => {
    state.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
  })
}

async function cached(_: Peer, look: () => void): Promise<void> {
  await pass(WHILE)
  for (const type of ['pagehide', 'pageshow']) {
    window.dispatchEvent(Object.assign(new Event(type), { persisted: true }))
    look()
  }
}

async function silence(peer: Peer, look: () => void): Promise<void> {
  peer.goSilent()
  await pass(40_000)
  look()
}

const each = <T>(value: T, { length }: { length: number }): T[] => Array<T>(length).fill(value)

const OPEN: Look = { attempts: 1, alive: 1 }
const LOST: Look = { attempts: 1, alive: 0 }
const BACK: Look = { attempts: 2, alive: 1 }

tryTable('another library', 'Situation', {
  async 'a half-open link'() {
    const looking = [OURS[1]!, () => here({ heartbeat: {}, random: () => 0 })]
    const unaware = [...THEIRS, OURS[0]!]

    expect(await lookAt(unaware, silence)).toEqual(each([OPEN], unaware))
    for (const [look] of await lookAt(looking, silence)) expect(look!.attempts).toBeGreaterThan(1)
  },

  async 'an offline page'() {
    expect(await lookAt(THEIRS, offline)).toEqual(each([BACK, BACK], THEIRS))
    expect(await lookAt(OURS, offline)).toEqual(each([LOST, BACK], OURS))
  },

  async 'a hidden page'() {
    expect(await lookAt(THEIRS, hidden)).toEqual(each([BACK, BACK], THEIRS))
    expect(await lookAt(OURS, hidden)).toEqual(each([LOST, BACK], OURS))
  },

  async 'the back/forward cache'() {
    expect(await lookAt(THEIRS, cached)).toEqual(each([OPEN, OPEN], THEIRS))
    expect(await lookAt(OURS, cached)).toEqual(each([LOST, BACK], OURS))
  },

  async 'page: false'() {
    const page = false
    const heedless = [() => here({ page }), () => install({ page })]

    expect(await lookAt(heedless, offline)).toEqual(each([BACK, BACK], heedless))
    expect(await lookAt(heedless, hidden)).toEqual(each([BACK, BACK], heedless))
    expect(await lookAt(heedless, cached)).toEqual(each([OPEN, OPEN], heedless))
  },
})
