/** One of the nodes, in `NodesState`. */
export interface NodeState {
  readonly name: string
  /** Its process; `null` while it starts. */
  readonly pid: number | null
  /** Open links. */
  readonly clients: number
  /** Messages of clients that it has handled, since it was started last. */
  readonly handled: number
  /** How often it was killed. */
  readonly kills: number
}

/** Answer of `GET /api/nodes`, which starts them, and of `POST /api/nodes/kill`. */
export type NodesState =
  | { readonly phase: 'starting' }
  /** What is missing, or went wrong. */
  | { readonly phase: 'missing' | 'failed'; readonly why: string }
  | {
      readonly phase: 'running'
      /** Address of the balancer before the nodes. */
      readonly url: string
      readonly redis: string
      readonly nodes: readonly NodeState[]
    }

/** Body of `POST /api/nodes/kill`: which one, from 0. */
export interface KillRequest {
  readonly node: number
}

/** What the nodes publish. */
export interface Numbered {
  readonly n: number
}

/** What a node answers to a client's message with this number. */
export interface Done {
  readonly done: number
}
