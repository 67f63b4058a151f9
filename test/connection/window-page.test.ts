import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setUp, setUpOpen } from './support/set-up.ts'

let page: Listened
let tab: Listened
let registered: { type: string; signal: AbortSignal | undefined }[]

/** The types that are listened to now. */
const listening = (): string[] =>
  registered.filter(({ signal }) => signal?.aborted !== true).map(({ type }) => type)

/** An event target that notes which types are listened to. */
class Listened extends EventTarget {
  visibilityState = 'visible'

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    const [type, , options] = args
    registered.push({ type, signal: typeof options === 'object' ? options.signal : undefined })
    super.addEventListener(...args)
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    const index = registered.findIndex(({ type }) => type === args[0])
    registered.splice(index, 1)
    super.removeEventListener(...args)
  }
}

const transition = (type: string, persisted: boolean): Event =>
  Object.assign(new Event(type), { persisted })

beforeEach(() => {
  registered = []
  page = new Listened()
  tab = new Listened()
  vi.stubGlobal('window', page)
  vi.stubGlobal('document', tab)
  vi.stubGlobal('navigator', { onLine: true })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the window as page', () => {
  it('closes the socket on a pagehide with persisted', () => {
    const { connection } = setUpOpen({ page: undefined })

    page.dispatchEvent(transition('pagehide', true))

    expect(connection.suspendedBy).toBe('frozen')
  })

  it('leaves the browser to say 1001 on a pagehide without persisted', () => {
    const { connection, link } = setUpOpen({ page: undefined })

    page.dispatchEvent(transition('pagehide', false))

    expect(connection.isOpen).toBe(true)
    expect(link.closeCode).toBeNull()
  })

  it('connects on a pageshow with persisted', async () => {
    const { server, timers } = setUpOpen({ page: undefined })
    page.dispatchEvent(transition('pagehide', true))
    await timers.sleep(10_000)

    page.dispatchEvent(transition('pageshow', true))

    expect(server.connections).toHaveLength(2)
  })

  it.each(['visibilitychange', 'resume', 'online'])('wakes on %s', async (type) => {
    const { server, timers } = setUpOpen({ page: undefined })
    await timers.advance(5_000)
    server.drop()
    const target = type === 'online' ? page : tab

    target.dispatchEvent(new Event(type))

    expect(server.connections).toHaveLength(2)
  })

  it('does not wake when it is hidden', async () => {
    const { server, timers } = setUpOpen({ page: undefined })
    await timers.advance(5_000)
    server.drop()
    tab.visibilityState = 'hidden'

    tab.dispatchEvent(new Event('visibilitychange'))

    expect(server.connections).toHaveLength(1)
  })

  it('is read live', () => {
    const { server, connection } = setUpOpen({ page: undefined })
    vi.stubGlobal('navigator', { onLine: false })

    server.drop()

    expect(connection.suspendedBy).toBe('offline')
  })

  it('is never asked about beforeunload or unload', () => {
    setUpOpen({ page: undefined })

    expect(listening().sort()).toEqual([
      'freeze',
      'offline',
      'online',
      'pagehide',
      'pageshow',
      'resume',
      'visibilitychange',
    ])
  })

  it('keeps no listener of a closed connection', () => {
    const { connection } = setUpOpen({ page: undefined })

    connection.close()

    expect(listening()).toEqual([])
  })

  it('is online where there is no window, as in a worker, whatever the navigator says', () => {
    vi.stubGlobal('window', undefined)
    vi.stubGlobal('navigator', { onLine: false })
    const { server, connection } = setUp({ page: undefined })

    server.refuse()

    expect(connection.status).toBe('reconnecting')
  })
})
