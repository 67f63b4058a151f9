import type { World } from './checker.ts'

/** The end of a link, and the messages in flight that are to be told once it was emitted. */
interface Loss {
  readonly ids: number[]
  isClosed: boolean
}

/** I5: what is lost is told, once. I3: in order, and after the `close` of its link. */
export class Losses {
  readonly #world: World
  #losses: Loss[] = []

  constructor(world: World) {
    this.#world = world
    world.connection.on('close', ({ opened }) => {
      const loss = this.#losses.find(({ isClosed }) => !isClosed)
      if (opened && loss) loss.isClosed = true
    })
  }

  /** A link has ended. */
  add(ids: number[]): void {
    this.#losses.push({ ids, isClosed: false })
  }

  /** A message that does not wait is dropped as `unconfirmed`. */
  told(id: number): void {
    const { journal } = this.#world
    const loss = this.#losses.find(({ ids }) => ids.length > 0)
    const next = loss?.ids.shift()
    if (next !== id) journal.breaks('I5', `${id} is told, and ${next} was to be`)
    else if (!loss!.isClosed) journal.breaks('I3', `${id} is told before the close of its link`)
  }

  mustBeTold(): void {
    const left = this.#losses.flatMap(({ ids }) => ids)
    if (left.length > 0) this.#world.journal.breaks('I5', `${left[0]} is lost, and not told`)
    this.#losses = []
  }
}
