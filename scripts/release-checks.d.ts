import type { Part, Size } from './size.d.ts'

/** What would be published. */
export interface Release {
  /** The version that changesets plan; `undefined` where there is no changeset. */
  readonly planned: string | undefined
  readonly manifest: {
    readonly name: string
    readonly version: string
    readonly license: string
    readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
    readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean }
    readonly repository?: { readonly url: string }
  }
  /** Texts of files. */
  readonly changelog: string
  readonly licence: string
  readonly workflow: string
  /** Bytes of the tarball. */
  readonly size: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
  readonly parts: readonly (Pick<Part, 'name' | 'limit'> & Pick<Size, 'bytes'>)[]
}

export type Check = (release: Release) => string[]

export const LARGEST_TARBALL: number

/** Each returns what is wrong, and what to do. */
export const checks: Readonly<
  Record<'version' | 'licence' | 'provenance' | 'contents' | 'size', Check>
>

/** What all of them find. */
export function problemsOf(release: Release): string[]
