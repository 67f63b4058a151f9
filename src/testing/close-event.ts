interface CloseEventFields {
  code?: number
  reason?: string
  wasClean?: boolean
}

/** The runtime's own `CloseEvent`, or one that looks the same: Node has none before version 23. */
export function createCloseEvent(fields: CloseEventFields): Event {
  const Native = (globalThis as { CloseEvent?: typeof CloseEvent }).CloseEvent
  return Native === undefined ? new OwnCloseEvent(fields) : new Native('close', fields)
}

class OwnCloseEvent extends Event {
  readonly code: number
  readonly reason: string
  readonly wasClean: boolean

  constructor({ code = 0, reason = '', wasClean = false }: CloseEventFields) {
    super('close')
    this.code = code
    this.reason = reason
    this.wasClean = wasClean
  }
}
