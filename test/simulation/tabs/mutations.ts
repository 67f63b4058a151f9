import type { Mutation } from '../mutations/mutation.ts'
import { leading } from './mutations/leading.ts'
import { sending } from './mutations/sending.ts'
import { succeeding } from './mutations/succeeding.ts'

/** Rules of shared tabs, broken one at a time: the simulation must notice each. */
export const mutations: readonly Mutation[] = [...leading, ...sending, ...succeeding]
