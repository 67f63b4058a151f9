/** Handles each message once, by its id; the newest 10 000 ids are remembered. */
export function onceById<Message extends { id: string }>(
  handle: (message: Message) => void,
): (message: Message) => void {
  const seen = new Set<string>()
  return (message) => {
    if (seen.has(message.id)) return
    seen.add(message.id)
    if (seen.size > 10_000) seen.delete(seen.values().next().value!)
    handle(message)
  }
}
