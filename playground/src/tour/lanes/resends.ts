const NUMBERED = /count:[^:]*:(\d+)/

/** The browser's class, which reports each numbered message that it sends once more. */
export function reportingResends(resends: () => void): typeof WebSocket {
  const sent = new Set<string>()
  return class extends WebSocket {
    override send(data: string | Blob | BufferSource): void {
      const number = typeof data === 'string' && NUMBERED.exec(data)?.[1]
      if (number && sent.has(number)) resends()
      else if (number) sent.add(number)
      super.send(data)
    }
  }
}
