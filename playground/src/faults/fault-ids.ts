/** The ways to break the server, by kind, in the order of their buttons. Their texts have these names. */
export const kinds = {
  quiet: ['silent', 'frozen', 'strand'],
  told: ['kill', 'close', 'restart', 'stop'],
  attempts: ['refuse', 'handshake'],
  load: ['delay', 'flood'],
} as const

export type Kind = keyof typeof kinds

export type FaultId = { [Of in Kind]: `${Of}.${(typeof kinds)[Of][number]}` }[Kind]

export const faultsOf = (kind: Kind): FaultId[] =>
  kinds[kind].map((name) => `${kind}.${name}` as FaultId)

export const faultIds: readonly FaultId[] = (Object.keys(kinds) as Kind[]).flatMap(faultsOf)
