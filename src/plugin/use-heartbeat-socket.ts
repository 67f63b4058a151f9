import { createPinia, getActivePinia, setActivePinia, type Pinia } from 'pinia'
import { socketError, warn } from '../diagnostics.ts'
import { registryOf } from '../store/registry.ts'
import type { PluginSocketOptions } from '../store/plugin-options.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import { useSocketStore, type HeartbeatSocketStore } from '../store/socket-store.ts'
import type { Received, SocketName } from '../store/sockets.ts'
import { hasScopeEnded } from './scope.ts'

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
 * @param name - of the socket; by default the one that `app.use(HeartbeatSocket, { url })` declares
 */
export function useHeartbeatSocket<
  Name extends SocketName = 'default',
  Message extends Received<Name> = Received<Name>,
>(
  name: Name = 'default' as Name,
  options: PiniaOption & Partial<PluginSocketOptions<Message>> = {},
): HeartbeatSocketStore<Name, Message> {
  const { pinia = activePinia(), ...socketOptions } = options
  const registry = registryOf(pinia)
  if (!registry.isDeclared(name) && hasScopeEnded('useHeartbeatSocket'))
    return inertStore<Name, Message>(name)
  const isMaker = Object.keys(socketOptions).length > 0
  const record = isMaker ? registry.open(name, socketOptions) : registry.record(name)
  if (process.env.NODE_ENV !== 'production' && !record.isMade) warnOnce(record, name, pinia)
  const store = useSocketStore<Name, Message>(name, pinia)
  registry.use(name, isMaker)
  return store
}

/** A store that has no connection and is registered nowhere. */
function inertStore<Name extends SocketName, Message extends Received<Name>>(
  name: Name,
): HeartbeatSocketStore<Name, Message> {
  const active = getActivePinia()
  const pinia = createPinia()
  // A testing Pinia that is active would win over the one that is passed.
  setActivePinia(pinia)
  try {
    return useSocketStore<Name, Message>(name, pinia)
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

const warned = new WeakSet<SocketRecord>()

/** A testing Pinia has no sockets by intention. */
function warnOnce(record: SocketRecord, name: string, pinia: Pinia & { _testing?: boolean }): void {
  if (pinia._testing || warned.has(record)) return
  warned.add(record)
  warn(socketError('C0005', { option: name }))
}
