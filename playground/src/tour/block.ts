/** Keeps this thread busy for so many ms: no timer runs, no message is read, nothing is painted. */
export function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}
