import type { CloseInfo, SocketStatus } from 'vue-heartbeat-socket'

export const statusWords: Record<SocketStatus, string> = {
  idle: 'Not asked to connect yet.',
  connecting: 'The first attempt is under way.',
  open: 'Messages flow.',
  reconnecting: 'The link was lost, or never reached.',
  suspended: 'Would dial, but the page is not ready.',
  closed: 'Closed on purpose, until connect().',
  failed: 'Given up; the error says why.',
}

export const causeWords: Record<CloseInfo['cause'], string> = {
  server: 'the server sent a close frame',
  network: 'the connection broke, was refused, or had no address',
  heartbeat: 'nothing came within the heartbeat’s timeout',
  'connect-timeout': 'not open within the connect timeout',
  handshake: 'the handshake function rejected',
  page: 'the page went into the back/forward cache',
  client: 'this page ended it: close(), reconnect() or configure()',
}

const codeNames: Record<number, string> = {
  1000: 'normal',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no code given',
  1006: 'no close frame',
  1007: 'invalid data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'extension missing',
  1011: 'server error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  4401: 'not authorised',
  4403: 'forbidden',
}

export const codeName = (code: number): string => codeNames[code] ?? 'application'
