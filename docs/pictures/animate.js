import gifenc from 'gifenc'
import pngjs from 'pngjs'

const { GIFEncoder, applyPalette, quantize } = gifenc

/** The first is for what stays as it was. */
const COLOURS = 63
const CLEAR = 0

/** What a GIF's players show at most, near enough: ten pictures a second. */
const FRAME = 100

/**
 * Films a page until the story is over, as a GIF that repeats.
 * @param {import('playwright-core').Page} page
 * @param {Promise<void>} story
 * @returns {Promise<Uint8Array>}
 */
export async function animate(page, story) {
  const frames = await film(page, story)
  const { width, height } = frames[0].picture
  const palette = paletteOf(frames)
  const gif = GIFEncoder()
  let before
  for (const [at, { picture, taken }] of frames.entries()) {
    const colours = applyPalette(picture.data, palette).map((index) => index + 1)
    const next = frames[at + 1]?.taken ?? taken + 2_000
    gif.writeFrame(before ? changes(before, colours) : colours, width, height, {
      palette: [[0, 0, 0], ...palette],
      transparent: before !== undefined,
      transparentIndex: CLEAR,
      delay: next - taken,
      dispose: 1,
    })
    before = colours
  }
  gif.finish()
  return gif.bytes()
}

/**
 * @param {import('playwright-core').Page} page
 * @param {Promise<void>} story
 */
async function film(page, story) {
  let isOver = false
  const end = story.finally(() => (isOver = true))
  const frames = []
  while (!isOver) {
    const taken = Date.now()
    frames.push({ taken, picture: pngjs.PNG.sync.read(await page.screenshot()) })
    const rest = taken + FRAME - Date.now()
    if (rest > 0) await page.waitForTimeout(rest)
  }
  await end
  return frames
}

/**
 * One palette for all, from some of them.
 * @param {{ picture: import('pngjs').PNG }[]} frames
 */
function paletteOf(frames) {
  const step = Math.ceil(frames.length / 8)
  const some = frames.filter((_, at) => at % step === 0).map(({ picture }) => picture.data)
  return quantize(Buffer.concat(some), COLOURS)
}

/**
 * What is as it was becomes clear, and takes next to no room.
 * @param {Uint8Array} before
 * @param {Uint8Array} after
 */
function changes(before, after) {
  return after.map((colour, at) => (colour === before[at] ? CLEAR : colour))
}
