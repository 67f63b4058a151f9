/** A place in the server's log: the store's epoch, and the number of an entry. */
export type Position = readonly [epoch: string, number: number]

/** Whether it is an integer in [0, 2⁵³), which JSON and doubles carry unharmed. */
export const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0

/** Whether it is a list of numbers. */
export const areNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(isNumber)

export const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) &&
  value.length === 2 &&
  typeof value[0] === 'string' &&
  /^[\w-]{1,64}$/.test(value[0]) &&
  isNumber(value[1])
