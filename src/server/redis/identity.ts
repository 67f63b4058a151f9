import { serverError } from '../diagnostics.ts'

/** What `INFO` says of a server. */
type Info = ReadonlyMap<string, string>

const MIN_VERSION = 7

export const parseInfo = (text: string): Info =>
  new Map(
    text
      .split('\r\n')
      .map((line) => /^(\w+):(.*)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name = '', value = '']) => [name, value]),
  )

/**
 * Which server it is, and since which promotion: after a failover there and back the run id is the
 * same, the replication id is not.
 * @throws Error when the log is not safe there; `isStrict` is about what only settings can repair
 */
export function identityOf(info: Info, isStrict: boolean): string {
  const get = (name: string): string => info.get(name) ?? ''
  const major = parseInt(get('redis_version'), 10)
  if (major < MIN_VERSION) throw serverError('S0012', { value: `has version ${major}` })
  if (get('role') === 'slave') throw serverError('S0012', { value: 'is a replica' })
  const policy = get('maxmemory_policy') || 'noeviction'
  if (isStrict && policy !== 'noeviction') throw serverError('S0010', { value: policy })
  const [runId, replicationId] = [get('run_id'), get('master_replid')]
  if (isStrict && !(runId && replicationId)) throw serverError('S0011')
  return `${runId}:${replicationId}`
}
