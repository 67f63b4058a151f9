/** The scripts that hold an epoch, by what they do. */
export type ScriptName = 'publish' | 'attach' | 'commit' | 'read' | 'giveUp'

/**
 * Numbers stay the strings that Redis has given: Lua would print 1e+14. They are compared as numbers,
 * which are exact up to 2⁵³.
 */
const APPEND = `
local function append(target, kind, data)
  local before = redis.call('HGET', head, 'bytes')
  redis.call('HINCRBY', head, 'number', 1)
  redis.call('HINCRBY', head, 'bytes', #data)
  local now = redis.call('HMGET', head, 'number', 'bytes')
  local added = redis.pcall('XADD', log, 'MAXLEN', '~', ARGV[1], now[1] .. '-0',
    't', target, 'k', kind, 's', before, 'd', data)
  -- The stream is ahead of the head, or it is no stream: a part of the data was lost.
  if type(added) == 'table' then
    redis.call('HDEL', head, 'epoch')
    return nil
  end
  local bytes = tonumber(now[2])
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  while bytes - tonumber(oldest[2][6]) > tonumber(ARGV[2]) and oldest[1] ~= added do
    redis.call('XDEL', log, oldest[1])
    oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  end
  return now[1]
end
`

/** ARGV: maxMessages, maxBytes, target, kind, data, lifetime of the id. KEYS[3]: of the id. */
const PUBLISH = `${APPEND}
if KEYS[3] then
  local known = redis.call('GET', KEYS[3])
  if known then return {'done', known} end
end
local appended = append(ARGV[3], ARGV[4], ARGV[5])
if not appended then return {'epoch'} end
if KEYS[3] then redis.call('SET', KEYS[3], appended, 'PX', ARGV[6]) end
return {'done', appended}
`

/** ARGV: opening, lifetime. KEYS[3]: the session's record. */
const ATTACH = `
local opening = tonumber(redis.call('HGET', KEYS[3], 'opening') or '1')
if tonumber(ARGV[1]) > 1 or ARGV[1] == '1' and redis.call('EXISTS', KEYS[3]) == 1 then
  if opening < tonumber(ARGV[1]) then redis.call('HSET', KEYS[3], 'opening', ARGV[1]) end
  redis.call('PEXPIRE', KEYS[3], ARGV[2])
end
return {'done', number, redis.call('HGETALL', KEYS[3])}
`

/**
 * ARGV: maxMessages, maxBytes, opening, number, refused, lifetime, how many publishes and joins, then
 * target, kind and data of each publish, joins, leaves. KEYS[3]: the session's record.
 */
const COMMIT = `${APPEND}
local record = redis.call('HMGET', KEYS[3], 'opening', 'in', 'refused')
if record[1] and tonumber(record[1]) > tonumber(ARGV[3]) then return {'fenced'} end
local isNumbered = ARGV[4] ~= '0'
if isNumbered and tonumber(ARGV[4]) <= tonumber(record[2] or '0') then return {'already'} end
local joins = 9 + 3 * tonumber(ARGV[7])
local leaves = joins + tonumber(ARGV[8])
for at = 9, joins - 1, 3 do
  if not append(ARGV[at], ARGV[at + 1], ARGV[at + 2]) then return {'epoch'} end
end
if not (record[1] or isNumbered or leaves > joins) then return {'done', number} end
redis.call('HSET', KEYS[3], 'opening', ARGV[3])
if isNumbered then redis.call('HSET', KEYS[3], 'in', ARGV[4]) end
if ARGV[5] == '1' then
  local refused = (record[3] and record[3] .. ',' or '') .. ARGV[4]
  local _, commas = refused:gsub(',', '')
  if commas >= 256 then refused = refused:match(',(.*)') end
  redis.call('HSET', KEYS[3], 'refused', refused)
end
for at = joins, leaves - 1 do
  redis.call('HSETNX', KEYS[3], 'j' .. ARGV[at], epoch .. ' ' .. number)
end
for at = leaves, #ARGV do redis.call('HDEL', KEYS[3], 'j' .. ARGV[at]) end
redis.call('PEXPIRE', KEYS[3], ARGV[6])
return {'done', number}
`

/** ARGV: where to begin, how many at most. */
const READ = `
local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
local entries = redis.call('XRANGE', log, ARGV[1], '+', 'COUNT', ARGV[2])
return {'done', number, oldest and oldest[1] or false, entries}
`

/** The log has a hole: its data were damaged. */
const GIVE_UP = `
redis.call('HDEL', head, 'epoch')
return {'epoch'}
`

const BODIES: Readonly<Record<ScriptName, string>> = {
  publish: PUBLISH,
  attach: ATTACH,
  commit: COMMIT,
  read: READ,
  giveUp: GIVE_UP,
}

export const SCRIPT_NAMES = Object.keys(BODIES) as ScriptName[]

/**
 * A script's text, which holds the epoch: a server that does not have it answers NOSCRIPT, and one
 * that has it from before looks whether it still is the epoch. KEYS: head and log first.
 */
export const textOf = (name: ScriptName, epoch: string): string => `
local head, log, epoch = KEYS[1], KEYS[2], '${epoch}'
local state = redis.call('HMGET', head, 'epoch', 'number')
if state[1] ~= epoch or not state[2] then return {'epoch'} end
local number = state[2]
${BODIES[name]}`

/**
 * Begins an epoch, unless the head has changed since it was looked at. Nothing of the log before can be
 * continued, so it goes; numbers go on, so that an old position is never taken for one of this epoch.
 * KEYS: head, log. ARGV: epoch and identity as they were, as they are to be.
 */
export const NEW_EPOCH = `
local head, log = KEYS[1], KEYS[2]
local was = redis.call('HMGET', head, 'epoch', 'identity', 'number')
if (was[1] or '') ~= ARGV[1] or (was[2] or '') ~= ARGV[2] then return 0 end
local number = was[3] or '0'
if redis.call('TYPE', log).ok == 'stream' then
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  local inLog = last and last[1]:match('^%d+')
  if inLog and tonumber(inLog) > tonumber(number) then number = inLog end
end
redis.call('UNLINK', log)
redis.call('HSET', head, 'epoch', ARGV[3], 'identity', ARGV[4], 'number', number, 'bytes', '0')
return 1
`
