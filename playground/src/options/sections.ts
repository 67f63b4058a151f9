import { fieldAt, groups, type Field } from './fields.ts'

const at = (...paths: string[]): Field[] => paths.map((path) => fieldAt(path)!)

/** The form's parts, in their order; those of a group bear its name. A test finds what is missing. */
export const sections = {
  heartbeat: groups.heartbeat!,
  reconnect: groups.reconnect!,
  connection: [
    ...at('url', 'protocols', 'autoConnect', 'connectTimeout', 'handshake', 'cursor', 'session'),
    ...at('tabs', 'closeDelay'),
  ],
  messages: at('codec', 'schema', 'binaryType'),
  outbox: groups.outbox!,
  log: groups.log!,
  surroundings: at('timer', 'page', 'WebSocket', 'random', 'debug'),
} satisfies Record<string, readonly Field[]>

export type Section = keyof typeof sections
