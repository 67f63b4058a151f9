import type { SocketStatus } from '../connection/status.ts'
import { storeId, type Registry } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import type { InspectorNode, NodeTag } from './api.ts'

const WHITE = 0xffffff
const GREY = 0x64748b

const COLORS: Record<SocketStatus, number> = {
  idle: GREY,
  connecting: 0xb45309,
  open: 0x15803d,
  reconnecting: 0xb45309,
  suspended: 0x1d4ed8,
  closed: 0x374151,
  failed: 0xb91c1c,
}

/** The panel ignores an empty tree, and would go on showing the last socket. */
const NOTHING: InspectorNode = { id: 'nothing', label: 'no sockets' }

/** A node for each socket that fits the filter. */
export function treeOf({ records }: Registry, filter: string): InspectorNode[] {
  const nodes = [...records]
    .map(([name, record]) => toNode(storeId(name), record))
    .filter(({ label }) => label.includes(filter))
  return nodes.length > 0 ? nodes : [NOTHING]
}

function toNode(id: string, { mirror }: SocketRecord): InspectorNode {
  const { status, received, sent } = mirror.cells
  const tags = [
    toTag(status.value, COLORS[status.value]),
    // In a flood only the tree gets through to the panel: Pinia's requests hold up those for state.
    toTag(`▼ ${received.value} ▲ ${sent.value}`, GREY),
  ]
  return { id, label: id, tags }
}

function toTag(label: string, backgroundColor: number): NodeTag {
  return { label, textColor: WHITE, backgroundColor }
}

/** The socket of a node, unless it is gone. */
export function recordsOf({ records }: Registry, nodeId: string): SocketRecord[] {
  return [...records].filter(([name]) => storeId(name) === nodeId).map(([, record]) => record)
}
