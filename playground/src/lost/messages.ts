export const en = {
  title: 'Lost messages',
  lead: 'Four clients send ten numbered messages a second each to the real server, which counts what arrives: a bare WebSocket, and this library at its three levels. Break the link meanwhile, here or with the faults above.',
  start: 'Start counting',
  stop: 'Stop and count up',
  cut: 'Make the links half-open',
  reset: 'Reset the links',
  phase: {
    opening: 'All four connect; sending begins after the first answered ping.',
    sending: 'Messages are on their way.',
    draining: 'Nothing more is sent; what waits gets up to ten seconds.',
  },
  table: 'What became of the messages',
  outcome: 'Outcome',
  level: {
    nothing: 'Bare WebSocket',
    reported: 'Losses reported',
    resent: 'Sent again',
    session: 'Session',
  },
  about: {
    nothing:
      'Discards what is sent once it is closed; what went into a dead link is gone, and nothing says so.',
    reported:
      'The default: a pong confirms what was sent before its ping. What is not confirmed when the link ends is a drop event.',
    resent:
      'outbox.resend: what is not confirmed is sent once more after the next opening. Nothing is lost, and some of it arrives twice.',
    session:
      'createSession(), and createHeartbeatServer() in the server: each message is handled once, and what the server sent meanwhile is replayed.',
  },
  row: {
    sent: 'Sent',
    arrived: 'Arrived',
    confirmed: 'Confirmed',
    held: 'Waiting, or not confirmed',
    resent: 'Sent once more',
    lost: 'Lost',
    untold: 'Lost without a word',
    again: 'Handled twice',
    replayed: 'Replayed by the server',
  },
}

export const zh: typeof en = {
  title: '丢失的消息',
  lead: '四个客户端每秒各向真实的服务器发送十条带编号的消息，由服务器清点到达的消息：一个原生 WebSocket，以及本库的三个级别。在此期间弄断连接：用这里的按钮，或者用上面的故障按钮。',
  start: '开始清点',
  stop: '停止并结算',
  cut: '让连接变成半开',
  reset: '重置连接',
  phase: {
    opening: '四个客户端正在连接；第一个 ping 得到应答后开始发送。',
    sending: '正在发送消息。',
    draining: '不再发送；还在等待的消息最多再等十秒。',
  },
  table: '消息的结果',
  outcome: '结果',
  level: {
    nothing: '原生 WebSocket',
    reported: '报告丢失',
    resent: '重新发送',
    session: '会话',
  },
  about: {
    nothing: '关闭之后发送的内容会被直接丢弃；发进死连接的就没了，也没有任何提示。',
    reported: '默认方式：pong 确认在其 ping 之前发送的消息。连接结束时未确认的消息成为 drop 事件。',
    resent: 'outbox.resend：未确认的消息在下次打开后再发一次。什么都不丢，但有些会到达两次。',
    session:
      '页面用 createSession()，服务器用 createHeartbeatServer()：每条消息只处理一次，期间服务器发出的内容会补发。',
  },
  row: {
    sent: '已发送',
    arrived: '已到达',
    confirmed: '已确认',
    held: '等待中或未确认',
    resent: '再次发送',
    lost: '丢失',
    untold: '丢失且没有提示',
    again: '处理两次',
    replayed: '服务器补发',
  },
}
