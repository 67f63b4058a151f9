/** What the library says of an option, in its parts. */
export interface Problem {
  readonly code: string
  readonly why: string
  /** Development builds only. */
  readonly fix: string
}

/** The parts of one of the library's errors. */
export function toProblem(error: unknown): Problem {
  const { message, code = '' } = error as Error & { code?: string }
  const [why = '', fix = ''] = message.replace(`[${code}]`, '').split(/\n[├╰]▶ (?:fix|see): /)
  return { code, why: why.trim(), fix }
}
