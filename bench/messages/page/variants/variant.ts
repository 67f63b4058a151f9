import type { Counter } from '../counter.ts'

/** Connects, asks for the load, and hands every message to the counter. */
export type Variant = (url: string, counter: Counter) => void
