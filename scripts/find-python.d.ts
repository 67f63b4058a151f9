/** A Python that can run the examples of docs/examples. */
export function findPython(): { readonly path: string } | { readonly problem: string }
