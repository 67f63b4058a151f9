import { socketError, type SocketError } from '../diagnostics.ts'
import { isPromise } from './thenable.ts'

/**
 * A schema as zod, valibot, arktype and others make them: version 1 of Standard Schema
 * (standardschema.dev), as far as it is needed here.
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    /** Returns the value, or what is wrong with it. */
    readonly validate: (value: unknown) => SchemaResult<Output> | PromiseLike<SchemaResult<Output>>
    /** For inference; not there at run time. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** What a schema returns for a value: its output, or what is wrong with the value. */
export type SchemaResult<Output = unknown> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One thing that is wrong with a value. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/**
 * Whether a schema returns a promise for every value. One sample would not be enough: zod returns a
 * promise also where a function of the schema throws for a value that it didn't expect.
 */
export function isAsynchronous({ '~standard': standard }: StandardSchema): boolean {
  return [undefined, 0, '{}', [], {}].every((sample) => {
    try {
      return isPromise(standard.validate(sample))
    } catch {
      return false
    }
  })
}

/**
 * The schema's output for a message.
 *
 * @throws SocketError when the message doesn't fit, or the schema throws or returns a promise
 */
export function validate(schema: StandardSchema, message: unknown): unknown {
  let error: SocketError
  try {
    const result = schema['~standard'].validate(message)
    if (isPromise(result)) {
      error = socketError('C0007', { option: 'schema', cause: result }, TypeError)
    } else if (result.issues) error = socketError('R0012', { cause: result.issues })
    else return result.value
  } catch (cause) {
    error = socketError('R0012', { cause })
  }
  throw error
}
