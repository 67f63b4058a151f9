import type { SocketStatus } from 'vue-heartbeat-socket'

interface Point {
  readonly x: number
  readonly y: number
}

export const VIEW = { width: 424, height: 196 } as const
export const NODE = { width: 116, height: 36 } as const

/** Middles of the nodes. */
export const nodes: Record<SocketStatus, Point> = {
  idle: { x: 60, y: 24 },
  connecting: { x: 212, y: 24 },
  open: { x: 364, y: 24 },
  closed: { x: 60, y: 98 },
  reconnecting: { x: 212, y: 98 },
  suspended: { x: 364, y: 98 },
  failed: { x: 212, y: 172 },
}

export const statuses = Object.keys(nodes) as SocketStatus[]

/** The usual ways. The engine knows a few more, which are drawn when they are gone. */
export const ways: readonly (readonly [SocketStatus, SocketStatus])[] = [
  ['idle', 'connecting'],
  ['connecting', 'open'],
  ['connecting', 'reconnecting'],
  ['open', 'reconnecting'],
  ['reconnecting', 'open'],
  ['open', 'suspended'],
  ['reconnecting', 'suspended'],
  ['suspended', 'reconnecting'],
  ['reconnecting', 'closed'],
  ['closed', 'connecting'],
  ['reconnecting', 'failed'],
]

/** Between the two directions of a way, and between a node and an arrow. */
const LANE = 5
const GAP = 3
const HEAD = 6

/** An arrow from node to node, on the right side of the way. */
export function arrow(from: SocketStatus, to: SocketStatus): string {
  const direction = towards(nodes[from], nodes[to])
  const lane = { x: -direction.y * LANE, y: direction.x * LANE }
  const start = edgeOf(nodes[from], direction, lane)
  const end = edgeOf(nodes[to], { x: -direction.x, y: -direction.y }, lane)
  const barb = (side: number) =>
    at(
      end.x - HEAD * (direction.x + side * direction.y * 0.6),
      end.y - HEAD * (direction.y - side * direction.x * 0.6),
    )
  return `M${at(start.x, start.y)}L${at(end.x, end.y)}M${barb(1)}L${at(end.x, end.y)}L${barb(-1)}`
}

const at = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`

function towards(from: Point, to: Point): Point {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(x, y)
  return { x: x / length, y: y / length }
}

/** Where a line from the node's middle, moved aside by `lane`, leaves the node. */
function edgeOf(node: Point, direction: Point, lane: Point): Point {
  const start = { x: node.x + lane.x, y: node.y + lane.y }
  const toSide = (NODE.width / 2 + GAP - lane.x * Math.sign(direction.x)) / Math.abs(direction.x)
  const toTop = (NODE.height / 2 + GAP - lane.y * Math.sign(direction.y)) / Math.abs(direction.y)
  const length = Math.min(toSide, toTop)
  return { x: start.x + direction.x * length, y: start.y + direction.y * length }
}
