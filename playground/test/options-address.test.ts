import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { fromFragment, toFragment } from '../src/options/address.ts'
import { checked } from '../src/options/check.ts'

const STARTS = {
  default: { url: 'feed()', 'heartbeat.interval': '3000' },
  echo: { url: 'echo()' },
}

/** What a page that starts like this makes of a link. */
function follow(fragment: string, socket = 'default'): Record<string, string> {
  const start = STARTS[socket as keyof typeof STARTS] ?? {}
  return { ...checked(socket, start, fromFragment(fragment)[socket] ?? {}).setup }
}

describe('the link', () => {
  test('is empty for what the page starts with', () => {
    expect(toFragment(STARTS, STARTS)).toBe('')
  })

  test('leads to the same set-up again', () => {
    const setup = { url: 'ws://host/a?b=c&d', debug: 'true', 'heartbeat.message': 'a b+c%/=é' }

    const fragment = toFragment({ default: setup }, STARTS)

    expect(follow(`#${fragment}`)).toEqual(setup)
  })

  test('restores a default that the page starts without', () => {
    const fragment = toFragment({ default: { url: 'feed()' } }, STARTS)

    expect(fragment).toBe('heartbeat.interval=')
    expect(follow(fragment)).toEqual({ url: 'feed()' })
  })

  test('names the sockets', () => {
    const setups = { echo: { url: 'echo()', debug: 'true' }, 'a/b c': { codec: 'raw' } }

    const fragment = toFragment(setups, STARTS)

    expect(fragment).toBe('echo/debug=true&a%2Fb%20c/codec=raw')
    expect(fromFragment(fragment)).toEqual({ echo: { debug: 'true' }, 'a/b c': { codec: 'raw' } })
    expect(follow(fragment, 'echo')).toEqual(setups.echo)
  })
})

describe('a link that asks for what the library does not take', () => {
  test('is followed without that', () => {
    const { setup, refused } = checked('default', STARTS.default, {
      'heartbeat.interval': '-5',
      'heartbeat.timeout': '1000',
    })

    expect(setup).toEqual({ ...STARTS.default, 'heartbeat.timeout': '1000' })
    expect(refused).toEqual([
      {
        socket: 'default',
        path: 'heartbeat.interval',
        text: '-5',
        problem: {
          code: 'HEARTBEAT_SOCKET_C0001',
          why: 'Option "heartbeat.interval" is -5, but must be a finite number of ms, more than 0.',
          fix: 'Correct "heartbeat.interval", or leave it out to get the default.',
        },
      },
    ])
  })

  test.each([
    ['heartbeat.intervall', 'Did you mean "heartbeat.interval"?'],
    ['heartbeat.interval.ms', 'Leave it out.'],
    ['nonsense', 'Leave it out.'],
    ['constructor', 'Leave it out.'],
  ])('is told that there is no %s', (path, fix) => {
    const { setup, refused } = checked('default', STARTS.default, { [path]: '1' })

    expect(setup).toEqual(STARTS.default)
    expect(refused.map(({ problem }) => problem)).toEqual([
      { code: 'HEARTBEAT_SOCKET_C0002', why: `There is no option "${path}".`, fix },
    ])
  })

  test('may name options in any order', () => {
    const texts = { 'heartbeat.pong': 'bytes', binaryType: 'arraybuffer' }

    expect(checked('default', STARTS.default, texts)).toEqual({
      setup: { ...STARTS.default, ...texts },
      refused: [],
    })
  })

  test('connects to nothing while it is checked', () => {
    const WebSocket = vi.fn()
    vi.stubGlobal('WebSocket', WebSocket)
    onTestFinished(() => void vi.unstubAllGlobals())

    checked('default', STARTS.default, { autoConnect: 'true', url: 'ws://host/' })

    expect(WebSocket).not.toHaveBeenCalled()
  })
})
