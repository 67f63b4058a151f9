import { readdirSync, readFileSync } from 'node:fs'

/**
 * How long the main thread of each of Firefox's page processes has run so far, in ms, by process;
 * of those that descend from `ancestor`. Linux only: elsewhere there are none.
 */
export function threadTimes(ancestor: number): Map<number, number> {
  const times = new Map<number, number>()
  if (process.platform !== 'linux') return times
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    try {
      if (isPage(pid) && descendsFrom(pid, ancestor)) times.set(pid, runTime(pid))
    } catch {
      // It has ended meanwhile.
    }
  }
  return times
}

/** The command's last word is the kind of the process; spaces or zeros stand between the words. */
function isPage(pid: number): boolean {
  return /[\0 ]tab\0*$/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
}

function descendsFrom(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) if (at === ancestor) return true
  return false
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])
}

/** The first figure of `schedstat` is the time on a processor, in ns. */
function runTime(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000_000
}
