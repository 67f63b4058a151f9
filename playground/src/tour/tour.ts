import { shallowReactive, type ShallowReactive } from 'vue'
import { messageOf } from '../format.ts'
import { playStep, type Records, type Row, type Stage, type Stagehands } from './play-step.ts'
import { tourSteps, type Step } from './steps.ts'

export interface TourState {
  phase: 'idle' | 'playing' | 'paused' | 'over'
  /** Index of the step under way, or of the one that comes next. */
  step: number
  /** Of the step under way. */
  stage: Stage | null
  stageAt: number
  /** Of the newest step. */
  records: Records | null
  /** A pause is asked for; it begins after the step under way. */
  isPausing: boolean
  rows: readonly Row[]
  /** Why it ended early. */
  problem: string
}

/** Plays the steps one after the other, by itself, and leaves the server healed. */
export class Tour {
  readonly steps: readonly Step[]
  readonly state: ShallowReactive<TourState> = shallowReactive<TourState>({
    phase: 'idle',
    step: 0,
    stage: null,
    stageAt: 0,
    records: null,
    isPausing: false,
    rows: [],
    problem: '',
  })
  readonly #stagehands: Stagehands
  #whole = new AbortController()
  #one = new AbortController()
  #goOn: (() => void) | null = null

  constructor(stagehands: Stagehands) {
    this.#stagehands = stagehands
    this.steps = tourSteps(stagehands.times, stagehands.page)
  }

  /** From the beginning; goes on where it is paused, and takes back a pause that is asked for. */
  play(): void {
    const { state } = this
    state.isPausing = false
    if (state.phase === 'playing') return
    if (state.phase === 'paused') this.#goOn?.()
    else void this.#run()
  }

  /** After the step under way: a broken server can't be held in the middle of its fault. */
  pause(): void {
    if (this.state.phase === 'playing') this.state.isPausing = true
  }

  /** Ends the step under way, without a result. */
  next(): void {
    this.#one.abort()
  }

  /** Ends the tour; the results so far stay. */
  stop(): void {
    this.#whole.abort()
    this.#one.abort()
    this.#goOn?.()
  }

  async #run(): Promise<void> {
    const { state } = this
    this.#whole = new AbortController()
    Object.assign(state, { phase: 'playing', step: 0, rows: [], problem: '' })
    try {
      while (state.step < this.steps.length) {
        await this.#playOne()
        if (this.#whole.signal.aborted) break
        state.step++
        if (state.isPausing && state.step < this.steps.length) await this.#pause()
        if (this.#whole.signal.aborted) break
      }
    } catch (error) {
      state.problem = messageOf(error)
    }
    const isWhole = state.step === this.steps.length
    Object.assign(state, { phase: isWhole ? 'over' : 'idle', stage: null, isPausing: false })
  }

  async #playOne(): Promise<void> {
    const { state } = this
    const { signal } = (this.#one = new AbortController())
    const audience = {
      begins: (records: Records) => (state.records = records),
      stage: (stage: Stage) =>
        Object.assign(state, { stage, stageAt: this.#stagehands.timers.now() }),
      row: (row: Row) => (state.rows = [...state.rows, row]),
    }
    try {
      await playStep(this.steps[state.step]!, this.#stagehands, audience, signal)
    } catch (error) {
      if (error !== signal.reason) throw error
    }
  }

  async #pause(): Promise<void> {
    const { state } = this
    Object.assign(state, { phase: 'paused', stage: null, isPausing: false })
    await new Promise<void>((resolve) => (this.#goOn = resolve))
    this.#goOn = null
    state.phase = 'playing'
  }
}
