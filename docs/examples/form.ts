import { createHeartbeatServer, type ServerOptions } from 'vue-heartbeat-socket/server'

export interface Order {
  readonly item: string
  readonly amount: number
}

/** `pg` has it: its `Pool`, or a client of it. */
export interface Database {
  query(text: string, values?: unknown[]): Promise<unknown>
}

/** Orders that are saved once, however often the link breaks or this process is killed. */
export async function serveOrders(
  database: Database,
  options: Pick<ServerOptions<Order>, 'authenticate' | 'timer'>,
) {
  await database.query(
    'create table if not exists orders (id text primary key, owner text, item text, amount int)',
  )
  const live = createHeartbeatServer<Order, { readonly saved: string }>(options)
  live.on('message', async ({ item, amount }, { id, session, reply }) => {
    // The same message has the same id whenever its handler runs, on another node too.
    await database.query('insert into orders values ($1, $2, $3, $4) on conflict (id) do nothing', [
      id,
      session.user,
      item,
      amount,
    ])
    reply({ saved: item })
  })
  return live
}
