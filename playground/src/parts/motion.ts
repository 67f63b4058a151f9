const query = matchMedia('(prefers-reduced-motion: reduce)')

/** Whether the reader wants things to stay where they are. */
export const wantsStillness = (): boolean => query.matches
