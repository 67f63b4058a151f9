import type { PluginSocketOptions, SocketOptions } from 'vue-heartbeat-socket'
import { choicesOf } from './choices.ts'
import { fieldAt, fields, groups, type Field } from './fields.ts'

/**
 * The options of one socket as texts, by path (`heartbeat.interval`): what is typed into the form
 * and written into a link. What is not there has its default; a group that is switched off is
 * `false` at its own path.
 */
export type Setup = Readonly<Record<string, string>>

/** Socket options as `configure()` takes them. */
export type Patch = Partial<SocketOptions> & Pick<PluginSocketOptions, 'log' | 'closeDelay'>

/** `setup` with another text at this path; an empty one restores the default. */
export function withText(setup: Setup, path: string, text: string): Setup {
  const { [path]: _, ...rest } = setup
  return text.trim() === '' ? rest : { ...rest, [path]: text.trim() }
}

/**
 * What a text stands for. One that doesn't fit the option stays as it is, so that the library says
 * what is wrong with it.
 */
export function valueOf(path: string, text: string): unknown {
  const choice = choicesOf(path).get(text)
  if (choice) return choice.value
  const { kind } = fieldAt(path) ?? {}
  if (kind === 'number') return Number.isNaN(Number(text)) ? text : Number(text)
  if (kind === 'flag' || kind === 'group') return flags[text] ?? text
  if (kind === 'list') return text.split(',').map((part) => part.trim())
  return text
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false }

/** The options that are set. */
export function toOptions(setup: Setup): Patch {
  const options: Record<string, any> = {}
  for (const [path, text] of Object.entries(setup)) {
    const [group, key] = split(path)
    const value = valueOf(path, text)
    if (key === undefined) options[group] = value
    else if (setup[group] === undefined) options[group] = { ...options[group], [key]: value }
  }
  return options
}

/** What leads to `setup` from anywhere: each option is named, so that defaults come back too. */
export function toPatch(setup: Setup): Patch {
  const options: Record<string, any> = toOptions(setup)
  const patch: Record<string, any> = {}
  for (const { path, kind } of fields.filter(isTopLevel)) {
    const value = options[path]
    const isOn = kind === 'group' && setup[path] === undefined
    patch[path] = isOn ? { ...allUndefined(path), ...value } : value
  }
  // There is no default to restore.
  if (patch.url === undefined) delete patch.url
  return patch
}

/** The part of the patch that changes this option. */
export function toPatchOf(setup: Setup, path: string): Patch {
  const [group] = split(path)
  const patch: Record<string, unknown> = toPatch(setup)
  return { [group]: patch[group] }
}

const isTopLevel = ({ path }: Field): boolean => !path.includes('.')

const allUndefined = (group: string): object =>
  Object.fromEntries(groups[group]!.map(({ path }) => [split(path)[1], undefined]))

/** A path in its two parts; the first is the whole of it where there is no group. */
export function split(path: string): [group: string, key?: string] {
  const dot = path.indexOf('.')
  return dot === -1 ? [path] : [path.slice(0, dot), path.slice(dot + 1)]
}
