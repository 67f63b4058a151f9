/** A part of the package, as an app takes it. */
export interface Part {
  readonly name: string
  /** What an app has in it. */
  readonly code: string
  /** What is not counted: what the app has anyway. */
  readonly beside?: string
  /** The most bytes that it may have, minified and gzipped. */
  readonly limit: number
}

/** What a part adds to an app, minified and compressed. */
export interface Size {
  /** With gzip. */
  readonly bytes: number
  readonly brotli: number
}

/**
 * Bundles parts of a built package for production and measures what comes of them. Vue and Pinia
 * are left out: an app has them anyway.
 *
 * @param dist - the folder with the built package
 */
export function measure(dist: string): Promise<(Part & Size)[]>

/**
 * The same for the exports of a module.
 *
 * @param root - the folder that it is taken to stand in
 * @param code - the module
 */
export function sizeOf(root: string, code: string): Promise<Size>

/**
 * Bundles the exports of a module for production.
 *
 * @param root - the folder that it is taken to stand in
 * @param code - the module
 */
export function bundle(root: string, code: string): Promise<string>
