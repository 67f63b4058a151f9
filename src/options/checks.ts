import { systemTimers } from '../timers/index.ts'
import { areProtocols, toAddress } from './address.ts'
import { codecs } from './codec.ts'
import { isRawData } from './raw-data.ts'

/** Whether a value fits an option. */
export type Check = (value: any) => boolean

export const isFlag: Check = (value) => typeof value === 'boolean'
export const isFunction: Check = (value) => typeof value === 'function'
export const isGroup: Check = (value) => value === false || (!!value && typeof value === 'object')
export const isBound: Check = (value) => typeof value === 'number' && value >= 0
export const isTime: Check = (value) => isBound(value) && value < Infinity
export const isDuration: Check = (value) => isTime(value) && value > 0
export const isFactor: Check = (value) => isTime(value) && value >= 1
export const isCount: Check = (value) => isBound(value) && Math.floor(value) === value
export const isSize: Check = (value) => isCount(value) && value < Infinity
export const isLimit: Check = (value) => value === null || isCount(value)
export const isUrl: Check = (value) => value === null || isFunction(value) || !!toAddress(value)
export const isProtocols: Check = (value) => isFunction(value) || areProtocols(value)
export const isPong: Check = (value) => isFunction(value) || isRawData(value)
/** Of what has no effect beside other options. */
export const isUnused: Check = (value) => value === false
export const isPing: Check = (value) => /string|object|function/.test(typeof value)
export const isBinaryType: Check = (value) => value === 'blob' || value === 'arraybuffer'
export const isReceipts: Check = (value) => value === false || isDuration(value)
export const isOverflow: Check = (value) => value === 'drop-oldest' || value === 'drop-newest'
export const isCodec: Check = (value) =>
  isFunction(value?.encode) ? isFunction(value.decode) : Object.hasOwn(codecs, value)
export const isSchema: Check = (value) =>
  value?.['~standard']?.version === 1 && isFunction(value['~standard'].validate)
export const isSession: Check = (value) => isFunction(value?.begin)
export const isTabs: Check = (value) => isFunction(value?.join)
export const isTimer: Check = (value) =>
  Object.keys(systemTimers()).every((name) => isFunction(value?.[name]))
export const isPage: Check = (value) => value === false || isFunction(value?.subscribe)
