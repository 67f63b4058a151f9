const MAX = 100

/** How many clients the page's address asks for, `?clients=20` say; `null` for the usual page. */
export function clientsIn(search: string): number | null {
  const asked = Number(new URLSearchParams(search).get('clients') ?? NaN)
  return Number.isInteger(asked) && asked >= 1 ? Math.min(asked, MAX) : null
}

/** The names of their sockets. */
export const clientNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `client-${index + 1}`)
