import { onTestFinished, vi } from 'vitest'
import type { InspectorNode, InspectorState } from '../../../src/devtools/api.ts'
import { setUp, type Kit, type KitOptions } from '../../store/support/set-up.ts'
import { installDevtools, type FakeDevtools } from './fake-devtools.ts'

/** How long, in ms, it may take until a change is shown: the plugin waits, then the devtools do. */
export const SHOWN = 2 * 200 + 120

export interface DevtoolsKit extends Kit {
  readonly devtools: FakeDevtools
  /** Of the inspector. */
  readonly id: string
  /** Opens the panel. */
  look(): void
  /** The one socket's node. */
  node(): InspectorNode
  /** The one socket's state. */
  state(): InspectorState
  /** A section of it, by key. */
  section(name: string): Record<string, unknown>
  /** Presses a button of the one socket's node. */
  press(tooltip: string): void
}

export interface DevtoolsKitOptions extends KitOptions {
  isDirect?: boolean
}

/** An app with one socket, whose devtools panel is still closed. Page timers are fake. */
export async function setUpDevtools({
  isDirect = true,
  ...options
}: DevtoolsKitOptions = {}): Promise<DevtoolsKit> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const devtools = installDevtools()
  devtools.isDirect = isDirect
  const kit = setUp(options)
  devtools.mount(kit.app)
  await vi.dynamicImportSettled()
  const { id } = devtools.descriptors[0]!
  const node = (): InspectorNode => devtools.tree(id)[0]!
  const state = (): InspectorState => devtools.select(id, node().id)
  return {
    ...kit,
    devtools,
    id,
    look: () => devtools.open(kit.app),
    node,
    state,
    section: (name) =>
      Object.fromEntries((state()[name] ?? []).map(({ key, value }) => [key, value])),
    press(tooltip) {
      const buttons = devtools.inspectors[0]!.nodeActions!
      void buttons.find((button) => button.tooltip === tooltip)!.action(node().id)
    },
  }
}

/** The same, open and in view. */
export async function setUpOpen(options: DevtoolsKitOptions = {}): Promise<DevtoolsKit> {
  const kit = await setUpDevtools(options)
  await kit.open()
  kit.look()
  return kit
}

/** Lets page time pass. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}
