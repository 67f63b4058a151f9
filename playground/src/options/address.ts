import type { Setup } from './setup.ts'

export type Setups = Readonly<Record<string, Setup>>

/**
 * The set-ups as the fragment of a link, as far as they differ from `starts`: `heartbeat.interval`
 * of the default socket, `echo/heartbeat.interval` of others; nothing after `=` is the default.
 */
export function toFragment(setups: Setups, starts: Setups): string {
  const parts = Object.entries(setups).flatMap(([socket, setup]) =>
    differences(starts[socket] ?? {}, setup).map(
      (path) => `${nameOf(socket, path)}=${encodeURIComponent(setup[path] ?? '')}`,
    ),
  )
  return parts.join('&')
}

/** The texts in a link, by socket. */
export function fromFragment(fragment: string): Setups {
  const setups: Record<string, Setup> = {}
  for (const [name, text] of new URLSearchParams(fragment.replace(/^#/, ''))) {
    const cut = name.lastIndexOf('/')
    const socket = cut === -1 ? 'default' : name.slice(0, cut)
    setups[socket] = { ...setups[socket], [name.slice(cut + 1)]: text }
  }
  return setups
}

function differences(start: Setup, setup: Setup): string[] {
  const paths = Object.keys({ ...start, ...setup })
  return paths.filter((path) => start[path] !== setup[path])
}

const nameOf = (socket: string, path: string): string =>
  socket === 'default' ? path : `${encodeURIComponent(socket)}/${path}`
