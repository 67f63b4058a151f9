/** Puts `text` between the marks of that name in a document: `docs/performance.md`, or the one given. */
export function writeSection(name: string, text: string, document?: string): void
