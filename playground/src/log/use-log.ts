import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useHeartbeatSocket, type LogEntry } from 'vue-heartbeat-socket'
import { FilteredLog } from './filtered-log.ts'
import { toTest, type LogFilter } from './log-filter.ts'
import { useThrottled } from './throttled.ts'

/** How often, in ms, a list that follows is renewed: reading is not faster. */
const PERIOD = 200

/** How many entries are tested a frame; at 10 frames a second still more than a flood brings. */
const SLICE = 1_000

type Entries = readonly LogEntry[]

export interface ShownLog {
  /** What passes the filter, oldest first. */
  readonly rows: Readonly<ShallowRef<Entries>>
  /** How many entries there are in all. */
  readonly total: ComputedRef<number>
  readonly isHeld: ComputedRef<boolean>
  /** How many entries came since it was held. */
  readonly missed: ComputedRef<number>
  hold(): void
  follow(): void
}

/** The log of a socket, filtered, and still while it is held. */
export function useLog(socket: string, filter: () => LogFilter): ShownLog {
  const store = useHeartbeatSocket(socket)
  const log = useThrottled<Entries>(() => store.log, PERIOD)
  const held = shallowRef<Entries | null>(null)
  const source = computed(() => held.value ?? log.value)
  const rows = useFiltered(() => source.value, filter)
  const lastId = (entries: Entries | null) => entries?.at(-1)?.id ?? 0

  function hold(): void {
    held.value ??= log.value
  }

  function follow(): void {
    held.value = null
  }

  return {
    rows,
    total: computed(() => source.value.length),
    isHeld: computed(() => held.value !== null),
    missed: computed(() => (held.value ? lastId(log.value) - lastId(held.value) : 0)),
    hold,
    follow,
  }
}

/** What passes the filter; a long log is gone through in slices, one a frame. */
function useFiltered(log: () => Entries, filter: () => LogFilter): Readonly<ShallowRef<Entries>> {
  const rows = shallowRef<Entries>([])
  let filtered = new FilteredLog(null)
  let frame = 0

  function update(): void {
    cancelAnimationFrame(frame)
    const isDone = filtered.update(log(), SLICE)
    rows.value = filtered.entries
    if (!isDone) frame = requestAnimationFrame(update)
  }

  watch(filter, (wanted) => {
    filtered = new FilteredLog(toTest(wanted))
    update()
  })
  watch(log, update, { immediate: true })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return rows
}
