/**
 * A way to break a rule of the engine. `from` is a piece of its code, in which white space is free
 * and `$name` stands for an identifier or a chain of them, so that renaming and moving code leave a
 * mutation valid. It must be found exactly once in the engine's sources; `to` takes its place.
 */
export interface Mutation {
  /** The rule that the mutated engine breaks. */
  readonly rule: string
  readonly from: string
  readonly to: string
}
