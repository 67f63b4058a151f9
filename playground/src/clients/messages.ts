export const en = {
  title: 'Clients',
  lead: 'Each dot is a socket of its own. Break the server and watch how they come back: not all at once.',
  open: '{open} of {count} open',
  name: 'Client {n}',
  back: 'To the playground',
  link: 'Twenty clients at once',
}

export const zh: typeof en = {
  title: '客户端',
  lead: '每个圆点都是一条独立的连接。弄断服务器，看它们怎样错开时间陆续恢复。',
  open: '{count} 个中有 {open} 个已打开',
  name: '客户端 {n}',
  back: '返回 playground',
  link: '同时打开二十个客户端',
}
