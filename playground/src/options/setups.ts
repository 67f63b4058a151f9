import { getCurrentScope, onScopeDispose, shallowRef } from 'vue'
import { useHeartbeatSocket, type SocketOptions } from 'vue-heartbeat-socket'
import { fromFragment, toFragment, type Setups } from './address.ts'
import { checked, type Refused } from './check.ts'
import { toProblem, type Problem } from './problem.ts'
import { toOptions, toPatch, toPatchOf, withText, type Setup } from './setup.ts'

/** What each socket began with, before what the link says. */
let starts: Setups = {}

const setups = shallowRef<Setups>({})

/** What the link asks for, but the library does not take. */
export const refused = shallowRef<readonly Refused[]>([])

/** The set-up in force. */
export const setupOf = (socket: string): Setup => setups.value[socket] ?? {}

/** What the socket has when the link says nothing of it. */
export const startOf = (socket: string): Setup => starts[socket] ?? {}

/**
 * Options to make a socket with: those that it starts with, and over them those of the link. In a
 * component the socket, and its set-up, end with that.
 */
export function begin(socket: string, start: Setup): SocketOptions {
  starts = { ...starts, [socket]: start }
  follow(socket)
  if (getCurrentScope()) onScopeDispose(() => forget(socket))
  return toOptions(setupOf(socket)) as SocketOptions
}

/** Sets one option; what the library says against it, if it does, and then nothing has changed. */
export function change(socket: string, path: string, text: string): Problem | null {
  const setup = withText(setupOf(socket), path, text)
  try {
    useHeartbeatSocket(socket).configure(toPatchOf(setup, path))
  } catch (error) {
    return toProblem(error)
  }
  keep(socket, setup)
  return null
}

/** Puts another set-up in force, one that is known to be right. */
export function replace(socket: string, setup: Setup): void {
  useHeartbeatSocket(socket).configure(toPatch(setup))
  keep(socket, setup)
}

/** Goes by the link, which was changed by hand. */
export function followLink(): void {
  for (const socket of Object.keys(setups.value)) {
    follow(socket)
    useHeartbeatSocket(socket).configure(toPatch(setupOf(socket)))
  }
}

/** The address of this page with the set-ups of all its sockets. */
export function link(): string {
  const url = new URL(location.href)
  url.hash = toFragment(setups.value, starts)
  return url.href
}

function follow(socket: string): void {
  const texts = fromFragment(location.hash)[socket] ?? {}
  const result = checked(socket, startOf(socket), texts)
  setups.value = { ...setups.value, [socket]: result.setup }
  refused.value = [...refused.value.filter((one) => one.socket !== socket), ...result.refused]
}

function forget(socket: string): void {
  const { [socket]: _, ...others } = setups.value
  setups.value = others
  refused.value = refused.value.filter((one) => one.socket !== socket)
}

function keep(socket: string, setup: Setup): void {
  setups.value = { ...setups.value, [socket]: setup }
  history.replaceState(history.state, '', link())
}
