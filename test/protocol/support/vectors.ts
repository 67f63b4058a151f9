import { readFileSync } from 'node:fs'

/** One step of an exchange: a frame of either side, a close, or what happens besides. */
export interface Step {
  readonly client?: string
  readonly server?: string | object
  readonly close?: number
  readonly publish?: unknown
  readonly cut?: true
  readonly wait?: number
}

export interface Vectors {
  readonly textFrames: readonly { frame: string; number: number; message: string }[]
  readonly notTextFrames: readonly string[]
  readonly binaryFrames: readonly { hex: string; number: number; message: string }[]
  readonly notBinaryFrames: readonly string[]
  readonly hellos: readonly {
    frame: string
    session: string
    opening: number
    first: number
    at?: [string, number]
    auth?: unknown
  }[]
  readonly notHellos: readonly string[]
  readonly serverControls: readonly { frame: string; means: Record<string, unknown> }[]
  readonly notServerControls: readonly string[]
  readonly exchanges: readonly {
    readonly name: string
    readonly level: 'a' | 'b'
    /** How many entries the log keeps. */
    readonly log?: number
    readonly steps: readonly Step[]
  }[]
}

export const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../docs/protocol/vectors.json', import.meta.url), 'utf8'),
)
