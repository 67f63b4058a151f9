import type { ControlError, Counted, ServerState } from '../../server/api.ts'
import type { NodesState } from '../../server/nodes/api.ts'

/** @throws with what was wrong, or when the dev server doesn't answer */
export const askState = (): Promise<ServerState> => request('state')

/** What arrived of each series of numbered messages. @throws when the dev server doesn't answer */
export const askCounted = (): Promise<Record<string, Counted>> => request('counted')

/** The nodes, which start with the first question. @throws when the dev server doesn't answer */
export const askNodes = (): Promise<NodesState> => request('nodes')

/** @throws with what was wrong, or when the dev server doesn't answer */
export const askTo = (path: string, body: object): Promise<ServerState> =>
  request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function request<Answer extends object>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`/api/${path}`, init)
  const answer = (await response.json()) as Answer | ControlError
  if ('error' in answer) throw new Error(answer.error)
  return answer
}
