/** Puts `text` between the marks of that name in `docs/performance.md`. */
export function writeSection(name: string, text: string): void
