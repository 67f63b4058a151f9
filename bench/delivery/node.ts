// The process of a node.
import { sleep } from '../support/until.ts'
import type { NodeSetup, Order, Report } from './setup.ts'
import { nameOf } from './setup.ts'
import { serveOurs } from './servers/ours.ts'
import { serveSocketIo } from './servers/socket-io.ts'

const REPORT_EVERY = 100

const say = (report: Report): void => void process.send?.(report)

let handled: string[] = []
setInterval(() => {
  if (handled.length > 0) say({ handled })
  handled = []
}, REPORT_EVERY)

const setup: NodeSetup = JSON.parse(process.argv[2]!)
const serve = setup.kind === 'ours' ? serveOurs : serveSocketIo
const served = await serve(setup, {
  handled: (up) => void handled.push(nameOf(up)),
  error: (error) => say({ error }),
})

let isPublishing = false
let publishing: Promise<number> = Promise.resolve(0)

async function publishFrom(from: number, rate: number): Promise<number> {
  const begin = performance.now()
  let n = from
  for (; isPublishing; n++) {
    await served.publish(n)
    const ahead = ((n - from + 1) / rate) * 1_000 - (performance.now() - begin)
    if (ahead > 0) await sleep(ahead)
  }
  return n - 1
}

async function burst(count: number, withIds: boolean): Promise<number> {
  const begin = performance.now()
  const one = (_: unknown, at: number): Promise<void> =>
    served.publishOnce(at, withIds ? `${begin}/${at}` : undefined)
  for (let done = 0; done < count; done += 1_000) {
    await Promise.all(Array.from({ length: Math.min(1_000, count - done) }, one))
  }
  return performance.now() - begin
}

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'publish':
      isPublishing = true
      publishing = publishFrom(order.from, order.rate)
      return null
    case 'stop':
      isPublishing = false
      return publishing
    case 'burst':
      return burst(order.count, order.withIds)
    case 'drain':
      return served.drain(order.within)
    case 'usage':
      globalThis.gc?.()
      return { ...process.memoryUsage(), cpu: process.cpuUsage() }
  }
}

process.on('message', async (order: Order) => say({ answer: await carryOut(order) }))
process.on('disconnect', () => process.exit())
say({ listening: served.port })
