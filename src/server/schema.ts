/**
 * A schema as zod, valibot, arktype and others make them: version 1 of Standard Schema
 * (standardschema.dev), as far as it is needed here. It may answer with a promise.
 */
export interface ServerSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    /** Returns the value, or what is wrong with it. */
    readonly validate: (value: unknown) => SchemaAnswer<Output> | PromiseLike<SchemaAnswer<Output>>
    /** For inference; not there at run time. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** What a schema makes of a value, or what is wrong with it. */
export type SchemaAnswer<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly unknown[] }
