import type { SocketRecord } from '../store/socket-record.ts'

/** The panel's buttons for a socket: a Material icon, a tooltip, and what the button does. */
export const actions: readonly {
  readonly icon: string
  readonly tooltip: string
  run(record: SocketRecord): void
}[] = [
  { icon: 'refresh', tooltip: 'Reconnect', run: ({ connection }) => connection?.reconnect() },
  {
    icon: 'link_off',
    tooltip: 'Drop the link, as if the network had gone',
    // The code of a connection that broke (RFC 6455, section 7.1.5).
    run: ({ connection }) =>
      connection?.native?.onclose?.({ code: 1006, reason: '', wasClean: false }),
  },
  { icon: 'power_settings_new', tooltip: 'Close', run: ({ connection }) => connection?.close() },
  { icon: 'delete_sweep', tooltip: 'Clear the log', run: ({ mirror }) => mirror.clearLog() },
]
