import { expect, test } from 'vitest'
import { arrow, NODE, nodes, statuses, VIEW, ways } from '../../src/watch/diagram.ts'
import { isLegal } from '../../../src/connection/status.ts'

/** Where an arrow starts and ends. */
function endsOf(path: string): [x: number, y: number][] {
  const points = [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)]
  return points.slice(0, 2).map(([, x, y]) => [Number(x), Number(y)])
}

test('shows ways that the engine knows', () => {
  expect(ways.filter(([from, to]) => !isLegal(from, to))).toEqual([])
})

test('has a way into each status but the first', () => {
  const reached = new Set(ways.map(([, to]) => to))

  expect(statuses.filter((status) => !reached.has(status))).toEqual(['idle'])
})

test.each(statuses)('has room for %s', (status) => {
  const { x, y } = nodes[status]

  expect(x).toBeGreaterThanOrEqual(NODE.width / 2)
  expect(x).toBeLessThanOrEqual(VIEW.width - NODE.width / 2)
  expect(y).toBeGreaterThanOrEqual(NODE.height / 2)
  expect(y).toBeLessThanOrEqual(VIEW.height - NODE.height / 2)
})

test.each(statuses.flatMap((from) => statuses.filter((to) => to !== from).map((to) => [from, to])))(
  'draws from the edge of %s to the edge of %s',
  (from, to) => {
    const [start, end] = endsOf(arrow(from!, to!))

    expect(distanceFromEdge(start!, nodes[from!])).toBeCloseTo(3, 0)
    expect(distanceFromEdge(end!, nodes[to!])).toBeCloseTo(3, 0)
  },
)

/** How far outside of a node's box a point lies; negative inside. */
function distanceFromEdge([x, y]: [number, number], node: { x: number; y: number }): number {
  return Math.max(Math.abs(x - node.x) - NODE.width / 2, Math.abs(y - node.y) - NODE.height / 2)
}
