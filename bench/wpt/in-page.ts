import { install, type Side } from './sides.ts'

declare const side: Side

install(side)
