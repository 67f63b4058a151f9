import { createFakeTimers, type FakeTimers } from 'vue-heartbeat-socket/testing'
import type { ServerState } from '../../server/api.ts'
import { Tally } from '../../server/tally.ts'
import { laneIds, type LaneId, type LaneListener } from '../../src/tour/lanes/lane.ts'
import type { Stagehands } from '../../src/tour/play-step.ts'
import { tourTimes, type TourTimes } from '../../src/tour/times.ts'
import { Tour } from '../../src/tour/tour.ts'

/** A message of the feed, as the server sends it. */
export const fed = (at: number): string => `{"type":"metrics","id":1,"at":${at},"machine":{}}`

/** A tour whose server only listens, and whose clients do what the test says. */
export class FakeStage {
  readonly timers: FakeTimers = createFakeTimers()
  readonly times: TourTimes = tourTimes(1)
  /** What the server was asked for, oldest first. */
  readonly asked: string[] = []
  readonly lanes = {} as Record<LaneId, LaneListener>
  readonly tour: Tour
  opened = 0
  /** What clients were opened with. */
  readonly urls = new Set<string>()
  ended = 0
  held = 0
  /** Whether clients get a message as soon as they are opened. */
  isFed = true
  /** Whether the clients account for what they send. */
  areReady = true
  /** Whether the server no longer gets what the clients send. */
  isDeaf = false
  /** What the server has got. */
  readonly tally = new Tally()
  /** Thrown by the server's next control of this name. */
  failing: string | null = null

  constructor() {
    const now = (): number => this.timers.now() + this.held
    const open = (id: LaneId) => (url: string, _times: TourTimes, lane: LaneListener) => {
      this.opened++
      this.urls.add(url)
      this.lanes[id] = lane
      lane.report('OPEN', true)
      if (this.isFed) lane.hears(fed(now()))
      return {
        accounts: true,
        send: (text: string) => void (this.isDeaf || this.tally.take(text)),
        isReady: () => this.areReady,
        held: () => 0,
        end: () => void this.ended++,
      }
    }
    const stagehands: Stagehands = {
      act: (path, body) => this.#act(path, body, now),
      count: async () => this.tally.read(),
      nextRun: () => 'run',
      open: { ours: open('ours'), vueuse: open('vueuse'), bare: open('bare') },
      timers: { ...this.timers, now },
      times: this.times,
      page: '7',
      hold: (ms) => (this.held += ms),
    }
    this.tour = new Tour(stagehands)
  }

  /** Plays on until this many ms after the fault of the step under way, which comes after the calm. */
  async toFault(ms = 0): Promise<void> {
    await this.timers.advance(this.times.calm + ms)
  }

  /** All clients lose their link now, and say so. */
  lose(ids: readonly LaneId[] = laneIds): void {
    for (const id of ids) this.lanes[id].report('CLOSED', false)
  }

  /** They are open again, and get something. */
  find(ids: readonly LaneId[] = laneIds): void {
    for (const id of ids) {
      this.lanes[id].report('OPEN', true)
      this.lanes[id].hears(fed(this.timers.now() + this.held))
    }
  }

  async #act(path: string, body: object | undefined, now: () => number): Promise<ServerState> {
    this.asked.push(body === undefined ? path : `${path} ${JSON.stringify(body)}`)
    if (path === this.failing) throw new Error('The server is gone')
    return { at: now(), url: 'ws://127.0.0.1/feed' } as ServerState
  }
}
