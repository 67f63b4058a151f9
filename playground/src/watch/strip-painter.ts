import type { SocketStatus } from 'vue-heartbeat-socket'
import { heightAt } from './pulse-shape.ts'
import type { Pulse } from './pulse.ts'

/** How fast the pen moves, in CSS pixels a second. */
const SPEED = 48
/** What is wiped ahead of the pen, and repainted behind it, in CSS pixels. */
const AHEAD = 26
const BEHIND = 8
const LINE = 2
const HEAD = 3.5

export interface Colours {
  readonly of: (status: SocketStatus) => string
}

/**
 * Draws a pulse as a monitor does: a pen goes from left to right, and over what it drew the last
 * time. A step costs the few pixels that the pen has moved, however wide the strip is.
 */
export class StripPainter {
  readonly #context: CanvasRenderingContext2D
  readonly #pulse: Pulse
  #width = 0
  #height = 0
  /** Up to where it is drawn, on the clock of `performance.now()`. */
  #drawn = 0

  constructor(canvas: HTMLCanvasElement, pulse: Pulse) {
    this.#context = canvas.getContext('2d')!
    this.#pulse = pulse
  }

  /** In CSS pixels; the strip is empty then. */
  resize(width: number, height: number): void {
    const ratio = devicePixelRatio
    const { canvas } = this.#context
    this.#width = width
    this.#height = height
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
    this.#context.scale(ratio, ratio)
    this.#drawn = 0
  }

  /** Draws what is missing; after `resize()` all that the strip holds. */
  draw(now: number, colours: Colours): void {
    if (this.#width === 0) return
    const holds = ((this.#width - AHEAD) / SPEED) * 1_000
    const from = Math.max(this.#drawn, this.#pulse.begunAt, now - holds)
    this.#drawn = now
    const turn = (this.#width / SPEED) * 1_000
    const turnOf = (at: number): number => Math.floor((at - this.#pulse.begunAt) / turn)
    // Each turn of the pen by itself, from edge to edge.
    for (let number = turnOf(from); number <= turnOf(now); number++) {
      const begin = this.#pulse.begunAt + number * turn
      this.#drawTurn(Math.max(from, begin), Math.min(now, begin + turn), begin, colours)
    }
    this.#drawHead(now, (now - this.#pulse.begunAt) % turn, colours)
  }

  #drawTurn(from: number, to: number, turnStart: number, colours: Colours): void {
    const context = this.#context
    const x = (at: number) => ((at - turnStart) / 1_000) * SPEED
    // On the edge of a pixel: half a pixel wiped, and repainted, would leave a seam.
    const left = Math.floor((x(from) - BEHIND) * devicePixelRatio) / devicePixelRatio
    const width = x(to) - left + AHEAD
    context.save()
    context.beginPath()
    context.rect(left, 0, width, this.#height)
    context.clip()
    context.clearRect(left, 0, width, this.#height)
    const { spans } = this.#pulse
    const begin = from - (2 * BEHIND * 1_000) / SPEED
    for (const [index, { at, status }] of spans.entries()) {
      const end = Math.min(to, spans[index + 1]?.at ?? to)
      const start = Math.max(begin, at)
      if (start < end) this.#drawLine(start, end, x, colours.of(status))
    }
    context.restore()
  }

  #drawLine(from: number, to: number, x: (at: number) => number, colour: string): void {
    const context = this.#context
    const step = 500 / SPEED
    context.beginPath()
    for (let at = from; at < to; at += step) context.lineTo(x(at), this.#y(at))
    context.lineTo(x(to), this.#y(to))
    context.strokeStyle = colour
    context.lineJoin = 'round'
    context.lineWidth = LINE * 4
    context.globalAlpha = 0.13
    context.stroke()
    context.lineWidth = LINE
    context.globalAlpha = 1
    context.stroke()
  }

  /** Within what the next step wipes. */
  #drawHead(now: number, sinceTurn: number, colours: Colours): void {
    const context = this.#context
    context.beginPath()
    context.arc((sinceTurn / 1_000) * SPEED, this.#y(now), HEAD, 0, 2 * Math.PI)
    context.fillStyle = colours.of(this.#pulse.spans.at(-1)!.status)
    context.fill()
  }

  #y(at: number): number {
    return this.#height * (0.72 - 0.58 * heightAt(at, this.#pulse.beats))
  }
}
