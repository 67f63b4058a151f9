import { get } from 'node:http'
import { describe, expect, test } from 'vitest'
import { attempt, serve } from './fixtures.ts'

describe('access', () => {
  test.each(['http://localhost:5173', 'http://127.0.0.1:5173', 'http://[::1]:5173'])(
    'lets a page of %s in',
    async (origin) => {
      const server = await serve()

      await attempt(server.url, { origin }).opened

      expect(server.connections).toBe(1)
    },
  )

  test.each(['https://example.com', 'null', 'http://localhost.example.com'])(
    'turns a page of %s away',
    async (origin) => {
      const server = await serve()

      await attempt(server.url, { origin }).closed

      expect(server.accepted).toBe(0)
    },
  )

  test('turns an unknown path away', async () => {
    const server = await serve()

    await attempt(server.url.replace('/feed', '/other')).closed

    expect(server.accepted).toBe(0)
  })

  test('asks a plain request to upgrade', async () => {
    const server = await serve()

    const status = await new Promise((resolve) =>
      get(server.url.replace('ws:', 'http:'), (response) => {
        response.resume()
        resolve(response.statusCode)
      }),
    )

    expect(status).toBe(426)
  })
})
