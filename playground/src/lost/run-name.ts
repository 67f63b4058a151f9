import { page } from '../page.ts'

let runs = 0

/** A name for a series of messages that no other page and no other run has. */
export const nextRun = (): string => `${page}-${++runs}`
