export { en } from './messages-en.ts'
export { zh } from './messages-zh.ts'
