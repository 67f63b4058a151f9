import { createPinia, getActivePinia, setActivePinia, type Pinia } from 'pinia'
import { socketError } from '../diagnostics.ts'
import { registryOf } from '../store/registry.ts'
import type { PluginSocketOptions } from '../store/plugin-options.ts'
import { useSocketStore, type HeartbeatSocketStore } from '../store/socket-store.ts'
import type { Received, SocketName } from '../store/sockets.ts'
import { hasScopeEnded } from './scope.ts'
import { toName } from './socket-name.ts'
import { warnOfNoScope, warnOfNoSocket, warnOfOtherOptions } from './warnings.ts'

/** Which Pinia to look in. */
export interface PiniaOption {
  /** As in `useStore(pinia)`: for use outside of components. @default the active one */
  pinia?: Pinia | undefined
}

/**
 * The Pinia store of a socket. With socket options the socket is made on first use (one per room,
 * say) and ends, with its store and state, after its last user's scope; outside of a scope it lasts
 * until `$dispose()`. A `schema` among the options gives the store its messages' type.
 *
 * @param socket - its name; by default the one that `app.use(HeartbeatSocket, { url })` declares
 */
export function useHeartbeatSocket<
  Name extends SocketName = 'default',
  Message extends Received<Name> = Received<Name>,
>(
  socket: Name = 'default' as Name,
  options: PiniaOption & Partial<PluginSocketOptions<Message>> = {},
): HeartbeatSocketStore<Name, Message> {
  const { pinia = activePinia(), ...socketOptions } = options
  const name = toName(socket)
  const registry = registryOf(pinia)
  if (!registry.isDeclared(name) && hasScopeEnded('useHeartbeatSocket')) return inertStore(name)
  const isMaker = Object.keys(socketOptions).length > 0
  if (process.env.NODE_ENV !== 'production' && isMaker) {
    warnOfOtherOptions(registry.records.get(name), name, socketOptions)
  }
  const record = isMaker ? registry.open(name, socketOptions) : registry.record(name)
  if (process.env.NODE_ENV !== 'production') {
    warnOfNoSocket(record, name, pinia)
    if (isMaker) warnOfNoScope(record, name)
  }
  const store = useSocketStore<any, Message>(name, pinia)
  registry.use(name, isMaker)
  return store
}

/** A store that has no connection and is registered nowhere. */
function inertStore(name: string): HeartbeatSocketStore<any, any> {
  const active = getActivePinia()
  const pinia = createPinia()
  // A testing Pinia that is active would win over the one that is passed.
  setActivePinia(pinia)
  try {
    return useSocketStore(name, pinia)
  } finally {
    setActivePinia(active)
  }
}

/** @throws Error when there is no Pinia to be found */
export function activePinia(): Pinia {
  const pinia = getActivePinia()
  if (pinia === undefined) throw socketError('C0004')
  return pinia
}
