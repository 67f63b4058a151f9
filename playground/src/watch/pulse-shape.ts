import type { Beat } from './pulse.ts'

/** A hill of the curve: its middle (ms after the beat), half its width (ms) and its height. */
type Hill = readonly [middle: number, width: number, height: number]

/** As in an ECG: a small rise when the question goes out, the large beat when the answer comes. */
const HILLS: Record<Beat['kind'], readonly Hill[]> = {
  ping: [[90, 34, 0.16]],
  pong: [
    [190, 16, -0.16],
    [236, 18, 1],
    [288, 18, -0.34],
    [470, 62, 0.24],
  ],
}

/** How long a beat is seen in the curve, in ms. */
export const BEAT_LENGTH = 700

/** The curve's height at a moment, from about -0.4 to 1; 0 without beats. `beats` are in order. */
export function heightAt(at: number, beats: readonly Beat[]): number {
  let height = 0
  for (let index = beats.length - 1; index >= 0; index--) {
    const beat = beats[index]!
    if (beat.at <= at - BEAT_LENGTH) break
    if (beat.at < at) height += hillsAt(at - beat.at, HILLS[beat.kind])
  }
  return height
}

function hillsAt(ms: number, hills: readonly Hill[]): number {
  let height = 0
  for (const [middle, width, top] of hills) {
    height += top * Math.exp(-(((ms - middle) / width) ** 2))
  }
  return height
}
