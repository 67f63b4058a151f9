import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createFakeServer,
  createFakeTimers,
  type FakeServer,
  type FakeTimers,
} from 'vue-heartbeat-socket/testing'
import { createMemoryHistory, type Router } from 'vue-router'
import App from '../App.vue'
import { createPlugins } from '../plugins.ts'

interface Kit {
  readonly page: VueWrapper
  readonly server: FakeServer
  readonly timers: FakeTimers
  /** What the server was asked for, in short: `+price/ACME,price/INIT`. */
  asked(): string[]
  goTo(path: string): Promise<void>
}

/** The app, with a server that knows one user and says `hello` in each room. */
async function setUp(): Promise<Kit> {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  const login = vi.fn(async (_url: string, { body }: { body: string }) =>
    JSON.parse(body).password === 'secret'
      ? Response.json({ token: 'abc' })
      : new Response(null, { status: 401 }),
  )
  vi.stubGlobal('fetch', login)
  server.answer({ get: 'remarks' }, ({ id, room }: any) => ({
    replyTo: id,
    remarks: [{ topic: `room/${room}`, from: 'Ann', text: 'hello' }],
  }))
  server.accept()
  const plugins = createPlugins(createMemoryHistory())
  const router = plugins[1] as unknown as Router
  await router.push('/')
  const page = mount(App, server.mountOptions(plugins))
  onTestFinished(() => {
    page.unmount()
    vi.unstubAllGlobals()
  })
  return {
    page,
    server,
    timers,
    asked: () =>
      server.messages
        .filter(({ op }) => op)
        .map(({ op, topics }) => `${op === 'subscribe' ? '+' : '-'}${topics.join(',')}`),
    async goTo(path) {
      await router.push(path)
      await timers.frame()
    },
  }
}

async function logIn({ page, timers }: Kit, password = 'secret'): Promise<void> {
  const [name, secret] = page.findAll('input')
  await name!.setValue('Ann')
  await secret!.setValue(password)
  await page.get('form').trigger('submit')
  await flushPromises()
  await timers.frame()
}

async function setUpLoggedIn(): Promise<Kit> {
  const kit = await setUp()
  await logIn(kit)
  return kit
}

const banner = ({ page }: Kit): string[] =>
  page
    .get('.connection')
    .findAll('p, button')
    .map((part) => part.text())

describe('the login', () => {
  it('is what the connection waits for', async () => {
    const kit = await setUp()
    expect(kit.server.connections).toEqual([])

    await logIn(kit)

    expect(kit.server.connections.map(({ url }) => url)).toEqual([
      'wss://api.example.com/live?token=abc',
    ])
    expect(banner(kit)).toEqual(['Live'])
  })

  it('may be refused', async () => {
    const kit = await setUp()

    await logIn(kit, 'wrong')

    expect(kit.page.get('[role=alert]').text()).toBe('Wrong name or password')
    expect(kit.server.connections).toEqual([])
  })

  it('ends the connection when it ends', async () => {
    const kit = await setUpLoggedIn()

    await kit.page.get('nav button').trigger('click')
    await kit.timers.advance(60_000)

    expect(kit.page.find('.connection').exists()).toBe(false)
    expect(kit.server.connections.map(({ readyState }) => readyState)).toEqual([3])
  })
})

describe('prices', () => {
  it('are asked for in one message, and each row shows its own', async () => {
    const kit = await setUpLoggedIn()
    expect(kit.asked()).toEqual(['+price/ACME,price/INIT,price/WAYN'])

    kit.server.send({ topic: 'price/INIT', price: 3 })
    await kit.timers.frame()

    expect(kit.page.findAll('tr').map((row) => row.text())).toEqual(['ACME–', 'INIT3.00', 'WAYN–'])
  })

  it('come back after a loss', async () => {
    const kit = await setUpLoggedIn()

    kit.server.drop()
    await kit.timers.advance(10_000)
    kit.server.send({ topic: 'price/ACME', price: 4.5 })
    await kit.timers.frame()

    expect(kit.asked()).toEqual(Array(2).fill('+price/ACME,price/INIT,price/WAYN'))
    expect(kit.page.get('tr').text()).toBe('ACME4.50')
  })
})

describe('a room', () => {
  async function setUpRoom(): Promise<Kit> {
    const kit = await setUpLoggedIn()
    await kit.goTo('/rooms/lobby')
    return kit
  }
  const remarks = ({ page }: Kit): string[] => page.findAll('li').map((item) => item.text())

  it('shows what was said before, and what is said now', async () => {
    const kit = await setUpRoom()
    expect(remarks(kit)).toEqual(['Ann: hello'])

    kit.server.send({ topic: 'room/lobby', from: 'Bob', text: 'hi' })
    kit.server.send({ topic: 'room/bar', from: 'Eve', text: 'not here' })
    await kit.timers.frame()

    expect(remarks(kit)).toEqual(['Ann: hello', 'Bob: hi'])
  })

  it('is left for another one', async () => {
    const kit = await setUpRoom()

    await kit.goTo('/rooms/bar')
    kit.server.send({ topic: 'room/lobby', from: 'Bob', text: 'hi' })
    await kit.timers.frame()

    expect(kit.asked().slice(1)).toEqual([
      '-price/ACME,price/INIT,price/WAYN',
      '+room/lobby',
      '-room/lobby',
      '+room/bar',
    ])
    expect(remarks(kit)).toEqual(['Ann: hello'])
  })

  it('takes what is said there', async () => {
    const kit = await setUpRoom()
    kit.server.answer({ say: 'hi' }, ({ id }: any) => ({ replyTo: id }))

    await kit.page.get('input').setValue('hi')
    await kit.page.get('form').trigger('submit')
    await kit.timers.frame()

    expect(kit.server.messages.at(-1)).toMatchObject({ say: 'hi', room: 'lobby' })
    expect(kit.page.get('input').element.value).toBe('')
  })

  it.each([
    [
      'may not be said',
      'You may not do this',
      ({ server }: Kit) => {
        server.answer({ say: 'hi' }, ({ id }: any) => ({ replyTo: id, error: 'no' }))
      },
    ],
    ['is not answered', 'The server takes too long', () => {}],
    [
      'may have been lost',
      'The connection broke: see whether it was said',
      ({ server }: Kit) => {
        server.answer({ say: 'hi' }, () => void Promise.resolve().then(() => server.drop()))
      },
    ],
  ])('keeps what %s, and says so', async (_, words, prepare) => {
    const kit = await setUpRoom()
    prepare(kit)

    await kit.page.get('input').setValue('hi')
    await kit.page.get('form').trigger('submit')
    await kit.timers.advance(10_000)

    expect(kit.page.get('[role=alert]').text()).toBe(words)
    expect(kit.page.get('input').element.value).toBe('hi')
  })

  it('is loaded anew where a loss may have cost something', async () => {
    const kit = await setUpRoom()
    kit.server.send({ topic: 'room/lobby', from: 'Bob', text: 'hi' })

    kit.server.drop()
    kit.server.answer({ get: 'remarks' }, ({ id }: any) => ({ replyTo: id, remarks: [] }))
    await kit.timers.advance(10_000)

    expect(remarks(kit)).toEqual([])
  })
})

describe('the banner', () => {
  it('counts the seconds until the next attempt, and has a button', async () => {
    const kit = await setUpLoggedIn()
    kit.server.refuse()
    kit.server.drop()
    await kit.timers.advance(600)
    expect(banner(kit)).toEqual(['Connection lost, reconnecting', 'Next attempt in 2 s', 'Try now'])

    kit.server.accept()
    await kit.page.get('.connection button').trigger('click')
    await kit.timers.frame()

    expect(banner(kit)).toEqual(['Live'])
  })

  it('says when the link is suspected', async () => {
    const kit = await setUpLoggedIn()
    kit.server.goSilent()

    await kit.timers.sleep(3_600_000)
    await kit.timers.advance(0)

    expect(banner(kit)).toEqual(['Checking the connection: figures may be old'])
  })

  it('says when the socket has given up, and has a button', async () => {
    const kit = await setUpLoggedIn()
    kit.server.close(4401)
    await kit.timers.frame()
    expect(banner(kit)).toEqual(['No connection', 'Try now'])

    await kit.page.get('.connection button').trigger('click')
    await kit.timers.frame()

    expect(banner(kit)).toEqual(['Live'])
  })

  it('has a live region, which the seconds are not part of', async () => {
    const kit = await setUpLoggedIn()
    kit.server.drop()
    await kit.timers.frame()

    expect(kit.page.get('[role=status]').text()).not.toMatch(/\d/)
    expect(kit.page.get('[role=timer]').text()).toMatch(/\d/)
  })
})
