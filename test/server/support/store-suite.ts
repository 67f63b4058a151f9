import { describe, expect, it } from 'vitest'
import type { Position } from '../../../src/protocol/index.ts'
import type {
  Batch,
  Changes,
  CommitAnswer,
  Entry,
  Outgoing,
  SessionKey,
  Store,
} from '../../../src/server/store.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** A second node's way to the same log. The same object where one process has them all. */
  readonly other: Store
  /** Lets `ms` pass for what the store forgets with time. Left out where no test can do that. */
  readonly advance?: ((ms: number) => Promise<void>) | undefined
}

export interface Bounds {
  readonly maxMessages: number
  readonly maxBytes: number
}

export interface StoreSubject {
  readonly name: string
  /**
   * An empty store of its own for each test; what it leaves is cleaned up with `onTestFinished`.
   * `slack`: how many messages more than `maxMessages` it may keep.
   */
  create(bounds: Bounds): Promise<StoreUnderTest>
  readonly slack: number
  /** Whether `advance` is there. */
  readonly hasClock: boolean
}

const SESSION: SessionKey = { user: 'u1', id: 'aaaaaaaaaaaaaaaaaaaaaa' }
const NEWS = 'cnews'
const ROOM = 'croom/9'
const BOUNDS: Bounds = { maxMessages: 1_000, maxBytes: 1_000_000 }
const HOUR = 3_600_000

const news = (data: string | Uint8Array): Outgoing => ({ target: NEWS, data })
const numbersOf = (entries: readonly Entry[]): number[] => entries.map(({ number }) => number)
const dataOf = (messages: readonly Outgoing[]): unknown[] => messages.map(({ data }) => data)

/** What each `Store` must do; the names of the tests are its rules. */
export function describeStore({ name, create, slack, hasClock }: StoreSubject): void {
  describe(name, () => {
    describe('publish and read', () => {
      it('counts entries up from 1, in one epoch', async () => {
        const { store, reader } = await setUp()

        await store.publish(news('one'))
        await store.publish({ target: ROOM, data: 'two' })

        const { head, first, entries } = await reader.all()
        expect(entries).toEqual([
          { number: 1, target: NEWS, data: 'one' },
          { number: 2, target: ROOM, data: 'two' },
        ])
        expect(head).toEqual([expect.stringMatching(/^[\w-]{1,64}$/), 2])
        expect(first).toBe(1)
      })

      it('answers at once from the beginning, also when the log is empty', async () => {
        const { reader } = await setUp()

        const batch = await reader.read(null)

        expect(batch).toMatchObject({ first: 1, gap: false, entries: [], flashes: [] })
        expect(batch.head[1]).toBe(0)
      })

      it('returns the number of what was published', async () => {
        const { store } = await setUp()

        expect([await store.publish(news('one')), await store.publish(news('two'))]).toEqual([1, 2])
      })

      it('waits for the entry after a position', async () => {
        const { store, reader } = await setUp()
        const { head } = await reader.read(null)

        const next = reader.after(head, 1)
        await store.publish(news('late'))

        expect(dataOf(await next)).toEqual(['late'])
      })

      it('shows what another node has published', async () => {
        const { other, reader } = await setUp()
        const { head } = await reader.read(null)

        await other.publish(news('from there'))

        expect(dataOf(await reader.after(head, 1))).toEqual(['from there'])
      })

      it('keeps the order, and leaves nothing out, however many are published at once', async () => {
        const { store, reader } = await setUp()
        const { head } = await reader.read(null)

        const published = await Promise.all(
          Array.from({ length: 300 }, (_, at) => store.publish(news(`${at}`))),
        )

        const entries = await reader.after(head, 300)
        expect(numbersOf(entries)).toEqual(Array.from({ length: 300 }, (_, at) => at + 1))
        expect(entries.map(({ data }) => published[Number(data)])).toEqual(numbersOf(entries))
      })

      it.each([
        ['text', 'schön 🙂 \u0000 "quoted"'],
        ['an empty text', ''],
        ['binary data', Uint8Array.of(0, 255, 10, 13, 128)],
        ['empty binary data', new Uint8Array()],
      ])('keeps %s as it is', async (_kind, data) => {
        const { store, reader } = await setUp()

        await store.publish(news(data))

        const [kept] = (await reader.all()).entries
        expect(typeof kept!.data).toBe(typeof data)
        expect([...kept!.data]).toEqual([...data])
      })

      it('keeps targets apart whose names look alike', async () => {
        const { store, reader } = await setUp()
        const targets = ['c', 'cü', 'ca b', 'ca\nb', '__proto__', 'constructor', 'c*', 'c{x}']

        for (const target of targets) await store.publish({ target, data: '' })

        expect((await reader.all()).entries.map(({ target }) => target)).toEqual(targets)
      })

      it('stops waiting when its signal aborts', async () => {
        const { reader } = await setUp()
        const { head } = await reader.read(null)

        const waiting = reader.read(head).then(
          ({ entries }) => entries.length,
          () => 0,
        )
        reader.abort()

        expect(await waiting).toBe(0)
      })
    })

    describe('an id of a publish', () => {
      it('makes the same message one, and returns its number again', async () => {
        const { store, other, reader } = await setUp()

        const first = await store.publish(news('one'), 'order-1')
        const again = await other.publish(news('one'), 'order-1')

        expect(again).toBe(first)
        expect((await reader.all()).entries).toHaveLength(1)
      })

      it('counts for one target alone, and separates itself from it', async () => {
        const { store, reader } = await setUp()

        await store.publish({ target: 'ab', data: '' }, 'c')
        await store.publish({ target: 'b', data: '' }, 'c')
        await store.publish({ target: 'b', data: '' }, 'ca')

        expect((await reader.all()).entries).toHaveLength(3)
      })

      it('may be given many times at once', async () => {
        const { store, reader } = await setUp()

        const numbers = await Promise.all(
          Array.from({ length: 20 }, () => store.publish(news('one'), 'order-1')),
        )

        expect(new Set(numbers)).toEqual(new Set([1]))
        expect((await reader.all()).entries).toHaveLength(1)
      })

      if (hasClock) {
        it('is forgotten after 5 minutes', async () => {
          const { store, reader, advance } = await setUp()

          await store.publish(news('one'), 'order-1')
          await advance!(299_000)
          await store.publish(news('one'), 'order-1')
          await advance!(2_000)
          await store.publish(news('one'), 'order-1')

          expect((await reader.all()).entries).toHaveLength(2)
        })
      }
    })

    describe('a log that is full', () => {
      it('keeps the newest messages, and knows the oldest of them', async () => {
        const { store, reader } = await setUp({ ...BOUNDS, maxMessages: 10 })

        for (let at = 0; at < 30 + slack; at++) await store.publish(news('x'))

        const { head, first, entries } = await reader.all()
        expect(head[1]).toBe(30 + slack)
        expect(first).toBeGreaterThan(1)
        expect(first).toBeLessThanOrEqual(head[1] - 9)
        expect(numbersOf(entries)[0]).toBe(first)
        expect(entries).toHaveLength(head[1] - first + 1)
        expect(entries.length).toBeLessThanOrEqual(10 + slack)
      })

      it('keeps no more bytes than it may, but always the newest message', async () => {
        const { store, reader } = await setUp({ ...BOUNDS, maxBytes: 1_000 })
        const large = 'x'.repeat(2_000)

        for (let at = 0; at < 30 + slack; at++) await store.publish(news('y'.repeat(400)))
        const before = await reader.all()
        await store.publish(news(large))

        expect(before.entries.length).toBeLessThanOrEqual(2 + slack)
        expect(dataOf((await reader.all()).entries).at(-1)).toBe(large)
      })

      it('reports a gap to a reader whose next entry is no longer kept', async () => {
        const { store, reader } = await setUp({ ...BOUNDS, maxMessages: 10 })
        const { head } = await reader.read(null)

        for (let at = 0; at < 30 + slack; at++) await store.publish(news('x'))

        const { first } = await reader.read(null)
        expect(await reader.read(head)).toMatchObject({ gap: true, entries: [] })
        expect((await reader.read([head[0], first - 2])).gap).toBe(true)
        expect(numbersOf(await reader.after([head[0], first - 1], 1))[0]).toBe(first)
      })

      it('reports a gap to a position of another epoch, and to one beyond the head', async () => {
        const { store, reader } = await setUp()
        await store.publish(news('one'))
        const { head } = await reader.read(null)

        expect(await reader.read(['another', 1])).toMatchObject({ gap: true, entries: [] })
        expect(await reader.read([head[0], 2])).toMatchObject({ gap: true, entries: [] })
      })
    })

    describe('attach', () => {
      it('knows nothing of a session that has committed nothing', async () => {
        const { store, attach } = await setUp()
        await store.publish(news('one'))

        const first = await attach(5)

        expect(first).toMatchObject({ fenced: false, in: null, refused: [] })
        expect(first.head[1]).toBe(1)
        expect([...first.joins]).toEqual([])
      })

      it('fences the first commit of an older opening, so that a newer link misses no join', async () => {
        const { attach, commit } = await setUp()
        await attach(1)

        await attach(2)

        expect((await commit(1, 1, { joins: [ROOM] })).answer).toBe('fenced')
        expect((await attach(2)).joins.size).toBe(0)
        expect((await commit(2, 1)).answer).toBe('done')
      })

      it('keeps nothing of a first opening that has committed nothing', async () => {
        const { attach, commit } = await setUp()

        await attach(1)

        expect((await commit(0, 1)).answer).toBe('done')
      })

      it('fences older openings once there is a record, at other nodes too', async () => {
        const { attach, commit, other } = await setUp()
        await commit(1, 1)

        await attach(3)

        expect((await attach(2)).fenced).toBe(true)
        expect((await other.attach(SESSION, 2)).fenced).toBe(true)
        expect((await attach(3)).fenced).toBe(false)
        expect((await commit(2, 2)).answer).toBe('fenced')
        expect((await commit(3, 2)).answer).toBe('done')
      })

      it('with the opening 0 it looks only', async () => {
        const { attach, commit } = await setUp()
        await commit(2, 1, { joins: [ROOM] })

        const seen = await attach(0)

        expect([...seen.joins.keys()]).toEqual([ROOM])
        expect(seen.in).toBe(1)
        expect((await attach(2)).fenced).toBe(false)
      })

      it("shows nothing of another user's session with the same id", async () => {
        const { attach, commit, store } = await setUp()
        await commit(5, 7, { joins: [ROOM] })

        const stranger = await store.attach({ ...SESSION, user: 'u2' }, 1)

        expect(stranger).toMatchObject({ fenced: false, in: null, refused: [] })
        expect(stranger.joins.size).toBe(0)
        expect((await attach(5)).in).toBe(7)
      })

      it('keeps users apart whose names look alike', async () => {
        const { store, commit } = await setUp()
        await commit(1, 7)
        const { id } = SESSION

        for (const user of ['u', 'u1/', 'u1:', `u1/${id}`, '__proto__', 'ü', '*', '']) {
          expect((await store.attach({ user, id }, 1)).in, user).toBeNull()
        }
      })

      if (hasClock) {
        it('forgets a session after 24 hours without a commit or an attach', async () => {
          const { attach, commit, advance } = await setUp()
          await commit(1, 1)

          await advance!(23 * HOUR)
          const renewed = await attach(2)
          await advance!(23 * HOUR)
          const kept = await attach(3)
          await advance!(25 * HOUR)

          expect([renewed.in, kept.in, (await attach(4)).in]).toEqual([1, 1, null])
        })
      }
    })

    describe('commit', () => {
      it('publishes, and remembers the number', async () => {
        const { attach, commit, reader } = await setUp()

        const answer = await commit(1, 4, { publishes: [news('one'), news('two')] })

        expect(answer).toEqual({ answer: 'done', since: 0 })
        expect(dataOf((await reader.all()).entries)).toEqual(['one', 'two'])
        expect((await attach(1)).in).toBe(4)
      })

      it('takes the same number once, from either node', async () => {
        const { attach, commit, other, epoch, reader } = await setUp()
        const changes = { ...NOTHING, publishes: [news('once')], joins: [ROOM] }
        await commit(1, 4, changes)

        const again = await commit(1, 4, changes)
        const elsewhere = await other.commit(SESSION, epoch, 2, 4, changes)
        const older = await commit(1, 3, changes)

        expect([again, elsewhere, older].map(({ answer }) => answer)).toEqual(
          Array(3).fill('already'),
        )
        expect((await reader.all()).entries).toHaveLength(1)
        expect((await attach(1)).in).toBe(4)
      })

      it('changes nothing when another node is first with the number', async () => {
        const { commit, other, epoch, reader } = await setUp()
        const changes = { ...NOTHING, publishes: [news('once')] }

        const answers = await Promise.all([
          commit(1, 1, changes),
          other.commit(SESSION, epoch, 1, 1, changes),
          commit(1, 1, changes),
        ])

        expect(answers.filter(({ answer }) => answer === 'done')).toHaveLength(1)
        expect((await reader.all()).entries).toHaveLength(1)
      })

      it('changes nothing for another epoch', async () => {
        const { store, attach, reader } = await setUp()
        const changes = { ...NOTHING, publishes: [news('lost')], joins: [ROOM] }

        const answer = await store.commit(SESSION, 'another', 1, 1, changes)

        expect(answer.answer).toBe('epoch')
        expect((await reader.all()).entries).toEqual([])
        expect((await attach(1)).in).toBeNull()
      })

      it('changes nothing when fenced', async () => {
        const { attach, commit, reader } = await setUp()
        await commit(2, 1)

        const answer = await commit(1, 2, { publishes: [news('lost')], joins: [ROOM] })

        expect(answer.answer).toBe('fenced')
        expect((await reader.all()).entries).toEqual([])
        expect((await attach(2)).joins.size).toBe(0)
      })

      it('accepts a number that leaves others out', async () => {
        const { attach, commit } = await setUp()

        await commit(1, 1)
        await commit(1, 9_007_199_254_740_991)

        expect((await attach(1)).in).toBe(9_007_199_254_740_991)
      })

      it('keeps the newest 256 refused numbers', async () => {
        const { attach, commit } = await setUp()

        for (let number = 1; number <= 260; number++) await commit(1, number, { refused: true })
        await commit(1, 261)

        const { refused } = await attach(1)
        expect(refused).toEqual(Array.from({ length: 256 }, (_, at) => at + 5))
      })

      it('joins since the head before its own publishes, and only the first time', async () => {
        const { store, attach, commit } = await setUp()
        await store.publish(news('before'))

        const joined = await commit(1, 1, { joins: [ROOM], publishes: [news('own')] })
        await commit(1, 2, { joins: [ROOM, NEWS] })

        expect(joined).toEqual({ answer: 'done', since: 1 })
        expect(new Map((await attach(1)).joins)).toEqual(
          new Map([
            [ROOM, 1],
            [NEWS, 2],
          ]),
        )
      })

      it('leaves, also what was never joined', async () => {
        const { attach, commit } = await setUp()
        await commit(1, 1, { joins: [ROOM, NEWS] })

        await commit(1, 2, { leaves: [ROOM, 'cother'] })

        expect([...(await attach(1)).joins.keys()]).toEqual([NEWS])
      })

      it('leaves what the same commit joins', async () => {
        const { attach, commit } = await setUp()

        await commit(1, 1, { joins: [ROOM], leaves: [ROOM] })

        expect((await attach(1)).joins.size).toBe(0)
      })

      it('without a number remembers joins, and no number', async () => {
        const { attach, commit, reader } = await setUp()

        await commit(1, 0, { joins: [ROOM], publishes: [news('one')] })
        await commit(1, 0, { publishes: [news('two')] })

        const { in: committed, joins } = await attach(1)
        expect(committed).toBeNull()
        expect([...joins.keys()]).toEqual([ROOM])
        expect((await reader.all()).entries).toHaveLength(2)
      })

      it('without a number and without joins makes no record', async () => {
        const { attach, commit } = await setUp()

        await commit(5, 0, { publishes: [news('one')], leaves: [ROOM] })

        expect((await attach(4)).fenced).toBe(false)
      })

      it('raises the opening of the record', async () => {
        const { attach, commit } = await setUp()
        await commit(1, 1)

        await commit(3, 2)

        expect((await attach(2)).fenced).toBe(true)
      })
    })

    describe('flash', () => {
      it('reaches the readers of all nodes once, and is not kept', async () => {
        const { store, other, reader } = await setUp()
        const there = readerOf(other)
        await Promise.all([reader.read(null), there.read(null)])
        const both = [reader.flashes(2), there.flashes(2)]

        await store.flash(news('a'))
        await other.flash({ target: ROOM, data: Uint8Array.of(1, 2) })

        for (const flashes of await Promise.all(both)) {
          expect(flashes.map(({ target }) => target).sort()).toEqual([NEWS, ROOM])
          expect([...flashes.find(({ target }) => target === ROOM)!.data]).toEqual([1, 2])
        }
        const { head, entries } = await reader.read(null)
        expect([head[1], entries]).toEqual([0, []])
      })

      it('loses none that come between two reads', async () => {
        const { store, reader } = await setUp()
        await reader.read(null)

        for (let at = 0; at < 20; at++) await store.flash(news(`${at}`))

        expect(dataOf(await reader.flashes(20))).toEqual(
          Array.from({ length: 20 }, (_, at) => `${at}`),
        )
      })
    })
  })

  async function setUp(bounds: Bounds = BOUNDS) {
    const { store, other, advance } = await create(bounds)
    const reader = readerOf(store)
    const { head } = await store.attach(SESSION, 0)
    const [epoch] = head
    return {
      store,
      other,
      advance,
      reader,
      epoch,
      attach: (opening: number) => store.attach(SESSION, opening),
      commit: (
        opening: number,
        number: number,
        changes: Partial<Changes> = {},
      ): Promise<CommitAnswer> =>
        store.commit(SESSION, epoch, opening, number, { ...NOTHING, ...changes }),
    }
  }
}

const NOTHING: Changes = { publishes: [], joins: [], leaves: [], refused: false }

/** A node's reader, as far as a test needs one. */
function readerOf(store: Store) {
  const controller = new AbortController()
  const read = (from: Position | null): Promise<Batch> => store.read(from, controller.signal)

  /** The log from its beginning, in as many batches as the store makes of it. */
  async function all(): Promise<Batch> {
    const begin = await read(null)
    const entries = [...begin.entries]
    const [epoch, head] = begin.head
    while ((entries.at(-1)?.number ?? head) < head) {
      entries.push(...(await read([epoch, entries.at(-1)!.number])).entries)
    }
    return { ...begin, entries }
  }

  /** At least `count` entries after a position. */
  async function after([epoch, number]: Position, count: number): Promise<Entry[]> {
    const entries: Entry[] = []
    while (entries.length < count) {
      const batch = await read([epoch, entries.at(-1)?.number ?? number])
      expect(batch.gap).toBe(false)
      entries.push(...batch.entries)
    }
    return entries
  }

  /** The next `count` flashes. */
  async function flashes(count: number): Promise<Outgoing[]> {
    const found: Outgoing[] = []
    let { head } = await read(null).then((batch) => (found.push(...batch.flashes), batch))
    while (found.length < count) {
      const batch = await read(head)
      head = batch.head
      found.push(...batch.flashes)
    }
    return found
  }

  return { read, all, after, flashes, abort: () => controller.abort() }
}
