export const en = {
  lead: 'A WebSocket that knows when it has died. Watch a real one, break it, and see it heal.',
  bar: 'Sockets and their status',
}

export const zh: typeof en = {
  lead: '知道自己何时断了的 WebSocket。观察一条真实的连接，弄断它，看它自己恢复。',
  bar: '连接及其状态',
}
