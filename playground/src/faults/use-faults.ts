import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { page } from '../page.ts'
import { amountIds, amountIn, amounts, type AmountId } from './amounts.ts'
import { wrongClose } from './close-frame.ts'
import type { FaultId } from './fault-ids.ts'
import { useServer } from './server.ts'

export interface Faults {
  /** Of those that last: whether they are on, or how large they are. Of the others nothing. */
  readonly on: ComputedRef<Partial<Record<FaultId, boolean | number>>>
  /** What the fields hold. */
  readonly texts: Record<AmountId, string>
  readonly frame: { code: string; reason: string }
  /** What is wrong with the close frame, if anything is. */
  readonly wrongFrame: Readonly<Ref<ReturnType<typeof wrongClose>>>
  press(fault: FaultId): void
  /** Another number holds at once while its fault is on. */
  changed(fault: AmountId): void
  /** For faults of new connections, which show only after a loss. */
  pressAndDrop(fault: 'attempts.refuse' | 'attempts.handshake'): void
}

/** The faults as the server has them, and what their buttons and fields do. */
export function useFaults(): Faults {
  const server = useServer()
  const texts = reactive(
    Object.fromEntries(amountIds.map((id) => [id, String(amounts[id].initial)])),
  ) as Record<AmountId, string>
  const frame = reactive({ code: '1012', reason: '' })
  const wrongFrame = ref<ReturnType<typeof wrongClose>>(null)

  const on = computed(() => {
    const { faults, running = true } = server.state ?? {}
    const { flood = 0, floodPage = null } = faults ?? {}
    return {
      'quiet.silent': faults?.silent ?? false,
      'quiet.frozen': faults?.frozen ?? false,
      'told.stop': !running,
      'attempts.refuse': faults?.refuse ?? false,
      'attempts.handshake': faults?.handshakeDelay ?? 0,
      'load.delay': faults?.delay ?? 0,
      // A flood that another page has asked for doesn't come here.
      'load.flood': floodPage === null || floodPage === page ? flood : 0,
    } satisfies Partial<Record<FaultId, boolean | number>>
  })

  const amountOf = (id: AmountId): number | null => amountIn(texts[id], amounts[id].max)

  const setAmount: Record<AmountId, (amount: number) => unknown> = {
    'told.restart': (downFor) => server.restart(downFor),
    'attempts.handshake': (handshakeDelay) => server.set({ handshakeDelay }),
    'load.delay': (delay) => server.set({ delay }),
    'load.flood': (flood) => server.set({ flood, floodPage: page }),
  }

  function apply(id: AmountId): void {
    const amount = amountOf(id)
    if (amount !== null) setAmount[id](amount)
  }

  const lasts = (id: AmountId): boolean => id !== 'told.restart' && on.value[id] > 0

  function close(): void {
    const asked = { code: Number(frame.code), reason: frame.reason }
    wrongFrame.value = wrongClose(asked)
    if (wrongFrame.value === null) void server.close(asked)
  }

  const pressed: Record<FaultId, () => unknown> = {
    'quiet.silent': () => server.set({ silent: !on.value['quiet.silent'] }),
    'quiet.frozen': () => server.set({ frozen: !on.value['quiet.frozen'] }),
    'quiet.strand': () => server.strand(),
    'told.kill': () => server.kill(),
    'told.close': close,
    'told.restart': () => apply('told.restart'),
    'told.stop': () => (on.value['told.stop'] ? server.start() : server.stop()),
    'attempts.refuse': () => server.set({ refuse: !on.value['attempts.refuse'] }),
    'attempts.handshake': () => toggle('attempts.handshake'),
    'load.delay': () => toggle('load.delay'),
    'load.flood': () => toggle('load.flood'),
  }

  function toggle(id: AmountId): void {
    if (lasts(id)) setAmount[id](0)
    else apply(id)
  }

  function pressAndDrop(fault: 'attempts.refuse' | 'attempts.handshake'): void {
    if (fault === 'attempts.refuse') return void server.setAndKill({ refuse: true })
    const handshakeDelay = amountOf(fault)
    if (handshakeDelay !== null) void server.setAndKill({ handshakeDelay })
  }

  return {
    on,
    texts,
    frame,
    wrongFrame,
    press: (fault) => void pressed[fault](),
    changed: (id) => lasts(id) && apply(id),
    pressAndDrop,
  }
}
