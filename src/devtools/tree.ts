import type { Sharing } from '../connection/lifecycle-interface.ts'
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

/** Shown where there are no sockets: the panel ignores an empty tree and keeps the old one. */
const NOTHING: InspectorNode = { id: 'nothing', label: 'no sockets' }

/** The tree of sockets, filtered by their ids. */
export function treeOf({ records }: Registry, filter: string): InspectorNode[] {
  const nodes = [...records]
    .map(([name, record]) => toNode(storeId(name), record))
    .filter(({ label }) => label.includes(filter))
  return nodes.length > 0 ? nodes : [NOTHING]
}

function toNode(id: string, { mirror, connection }: SocketRecord): InspectorNode {
  const sharing = connection?.sharing
  const { status, received, sent } = mirror.cells
  const tags = [
    toTag(status.value, COLORS[status.value]),
    // Counters in the tree, because in a flood of messages the panel updates only the tree: requests
    // by Pinia's inspector hold up those for the state.
    toTag(`▼ ${received.value} ▲ ${sent.value}`, GREY),
    ...(sharing ? [toTag(describeSharing(sharing), GREY)] : []),
  ]
  return { id, label: id, tags }
}

/** Short, as it stands behind a name. */
function describeSharing({ followers }: Sharing): string {
  return followers === null ? 'follows' : `leads ${followers}`
}

function toTag(label: string, backgroundColor: number): NodeTag {
  return { label, textColor: WHITE, backgroundColor }
}

/** The socket of a node; none if it has ended. */
export function recordsOf({ records }: Registry, nodeId: string): SocketRecord[] {
  return [...records].filter(([name]) => storeId(name) === nodeId).map(([, record]) => record)
}
