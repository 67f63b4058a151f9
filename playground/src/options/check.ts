import { fields } from './fields.ts'
import { resolveAll } from './resolve.ts'
import { toProblem, type Problem } from './problem.ts'
import { toOptions, withText, type Setup } from './setup.ts'

/** A text that was left out, and why. */
export interface Refused {
  readonly socket: string
  readonly path: string
  readonly text: string
  readonly problem: Problem
}

/** What the library says of these options; `null` if nothing. */
export function problemOf(setup: Setup): Problem | null {
  try {
    resolveAll(toOptions(setup))
    return null
  } catch (error) {
    return toProblem(error)
  }
}

/** `texts` over `setup`, without those that the library refuses. */
export function checked(
  socket: string,
  setup: Setup,
  texts: Setup,
): { setup: Setup; refused: readonly Refused[] } {
  const refused: Refused[] = []
  for (const path of inOrder(texts)) {
    const text = texts[path]!
    const next = withText(setup, path, text)
    const problem = problemOf(next)
    if (problem) refused.push({ socket, path, text, problem })
    else setup = next
  }
  return { setup, refused }
}

/** As documented, since some depend on others above them; unknown ones come last. */
function inOrder(texts: Setup): string[] {
  const known = fields.map(({ path }) => path).filter((path) => path in texts)
  return [...known, ...Object.keys(texts).filter((path) => !known.includes(path))]
}
