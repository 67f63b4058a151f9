const START = '{"type":"metrics"'

/**
 * When the server sent a message, in epoch ms of the machine that both run on; `null` for messages
 * that don't say so. It parses nothing: a flood goes through here.
 */
export function sentAt(text: string): number | null {
  if (!text.startsWith(START)) return null
  const found = /"at":(\d+)/.exec(text)
  return found ? Number(found[1]) : null
}
