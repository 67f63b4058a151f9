import { looseObject, number } from 'zod'

/** What all messages have in common. */
export const schema = looseObject({ id: number() })
