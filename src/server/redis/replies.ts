import type { Attachment, Entry } from '../store.ts'
import { dataOf } from './data.ts'

/** Of the script `attach`: the head's number, and the record's fields and values. */
export function attachmentOf(reply: unknown[], epoch: string, opening: number): Attachment {
  const [number, flat] = reply as [string, string[]]
  const record = new Map<string, string>()
  for (let at = 0; at < flat.length; at += 2) record.set(flat[at]!, flat[at + 1]!)
  const joins = new Map<string, number>()
  for (const [field, value] of record) {
    if (field.startsWith('j')) joins.set(field.slice(1), sinceOf(value, epoch))
  }
  const committed = record.get('in')
  return {
    head: [epoch, Number(number)],
    fenced: Number(record.get('opening') ?? 0) > opening,
    in: committed === undefined ? null : Number(committed),
    refused: record.get('refused')?.split(',').map(Number) ?? [],
    joins,
  }
}

/** What was joined in another epoch was joined before all that this epoch's log holds. */
function sinceOf(value: string, epoch: string): number {
  const [joinedIn, since] = value.split(' ')
  return joinedIn === epoch ? Number(since) : 0
}

/** Of the script `read`. */
export interface LogPart {
  readonly head: number
  readonly first: number
  readonly entries: readonly Entry[]
}

export function logPartOf(reply: unknown[]): LogPart {
  const [head, oldest, entries] = reply as [Buffer, Buffer | null, [Buffer, Buffer[]][]]
  return {
    head: Number(head),
    first: oldest === null ? Number(head) + 1 : numberOf(oldest),
    entries: entries.map(([id, fields]) => ({
      number: numberOf(id),
      target: fields[1]!.toString(),
      data: dataOf(String(fields[3]), fields[7]!),
    })),
  }
}

/** An id is `<number>-0`. */
const numberOf = (id: Buffer): number => parseInt(id.toString('latin1'), 10)
