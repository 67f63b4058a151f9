import { heartbeat } from './mutations/heartbeat.ts'
import { links } from './mutations/links.ts'
import { messages } from './mutations/messages.ts'
import type { Mutation } from './mutations/mutation.ts'
import { receipts } from './mutations/receipts.ts'
import { resuming } from './mutations/resuming.ts'

/** The simulation must notice each. */
export const mutations: readonly Mutation[] = [
  ...links,
  ...heartbeat,
  ...messages,
  ...receipts,
  ...resuming,
]
