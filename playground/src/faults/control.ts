import type { ControlError, ServerState } from '../../server/api.ts'

/** @throws with what was wrong, or when the dev server doesn't answer */
export const askState = (): Promise<ServerState> => request('state')

/** @throws with what was wrong, or when the dev server doesn't answer */
export const askTo = (path: string, body: object): Promise<ServerState> =>
  request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function request(path: string, init?: RequestInit): Promise<ServerState> {
  const response = await fetch(`/api/${path}`, init)
  const answer = (await response.json()) as ServerState | ControlError
  if ('error' in answer) throw new Error(answer.error)
  return answer
}
