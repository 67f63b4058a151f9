import type { Page, WebSocketRoute } from 'playwright-core'

/** Answers in the place of the server; call it before `page.goto()`. Returns the links, which grow. */
export async function mockLive(page: Page): Promise<readonly WebSocketRoute[]> {
  const links: WebSocketRoute[] = []
  await page.routeWebSocket('wss://api.example.com/live', (link) => {
    links.push(link)
    link.onMessage((data) => {
      // Without this the app takes an idle link for dead.
      if (data === 'ping') return link.send('pong')
      const { op, get, id } = JSON.parse(String(data))
      if (op === 'subscribe') link.send('{"topic":"ACME","price":3}')
      if (get === 'name') link.send(JSON.stringify({ replyTo: id, name: 'Ann' }))
    })
  })
  return links
}
