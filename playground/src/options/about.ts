/** What each option means, as the library documents it; a test compares the names. */
export const en = {
  url: 'Where to connect to: an address, or a function that is called at every attempt. null means not now: no error, no retry.',
  protocols: 'Subprotocols, separated by commas, or a function that returns them.',
  autoConnect: 'Connect as soon as the socket is made.',
  binaryType: 'How binary messages arrive; kept over reconnects.',
  connectTimeout: 'How long url function, opening and handshake may take together.',
  handshake:
    'Runs on each opening before anything else: log in, resume. A rejection is a failed attempt.',
  cursor:
    "Follows the position in the server's stream; the next attempt's url, protocols and handshake get it.",
  session:
    'createSession(): nothing is lost over a reconnect, with a server that speaks heartbeat.v1. The server of this page does not.',
  heartbeat: {
    self: 'Pings the server and expects an answer. Without it a half-open link goes unnoticed.',
    interval: 'Silence after which a ping goes out; each wait is 80 to 100 % of it.',
    timeout:
      'How long to wait for anything at all after a ping (pongTimeout). Each death by heartbeat doubles it for the next links, up to a minute.',
    message: 'The ping. null sends none: the server beats, and we only watch.',
    pong: 'What answers a ping (responseMessage). Handlers, log and counters never see it.',
    idleOnly: 'true: ping only after a silence. false: every interval, whatever arrives.',
    reply: 'Answers a server that pings the client.',
    receipts:
      'The answer to a ping confirms what was sent before it; so a ping goes out this long after the oldest message that is not confirmed.',
  },
  reconnect: {
    self: 'Connects again after a loss, with growing random delays (backoff, jitter).',
    spread: 'The first retry waits a random time up to this (initial jitter).',
    minDelay:
      'The second retry waits a quarter of this up to all of it. Also the least time between attempts when the page wakes.',
    maxDelay: 'No retry waits longer.',
    factor: 'How much longer each further retry waits.',
    maxAttempts: 'How many retries a series may have before it is given up.',
    stableAfter:
      'How long after its opening a link counts as stable, so that delays start anew (minUptime).',
    whenHidden: 'Whether to connect while the page is hidden.',
    delay: 'Replaces the formula: the delay before each retry.',
    shouldReconnect: 'Called after every end but close(): whether to reconnect.',
  },
  outbox: {
    self: 'Keeps what is sent while no link is open (send buffer).',
    maxMessages: 'How many messages may wait.',
    maxBytes: 'How large all of them may be together.',
    maxAge: 'How old a message may be when it is sent.',
    overflow: 'Which message goes when one too many is queued.',
    resend: 'Sends again, on the next link, what was not confirmed: at least once.',
  },
  log: {
    self: 'Keeps the newest messages, for the list on this page.',
    size: 'Entries kept.',
    maxBytes: 'How large all entries may be together.',
    heartbeats: 'Whether heartbeats are logged too.',
  },
  closeDelay: 'How long a socket that was made here outlives its last user.',
  codec: 'Turns messages into what the wire carries, and back.',
  schema: 'Checks every message (zod, valibot, arktype). What does not fit is logged as invalid.',
  timer: 'The timer service. That of a worker keeps its pace in hidden tabs.',
  page: 'Signals of the page: online, visible, frozen. false ignores them.',
  WebSocket: 'The WebSocket class, for tests and for Node. A page has its own.',
  random: 'Random numbers for delays; fixed ones make a run repeatable.',
  debug: 'Logs each change of status to the console.',
}

export const zh: typeof en = {
  url: '连接地址，或每次连接时询问的函数。null 表示“暂不连接”：不报错，也不重试。',
  protocols: '子协议，用逗号分隔；也可以是返回它们的函数。',
  autoConnect: '套接字一建好就连接。',
  binaryType: '二进制消息以何种形式到达；重连后保持不变。',
  connectTimeout: 'url 函数、建立连接与握手合计最多用时。',
  handshake: '每次连上后最先运行：登录、恢复会话。被拒绝即视为一次失败的尝试。',
  cursor: '跟踪在服务器消息流中的位置；下一次尝试的 url、protocols 和 handshake 会得到它。',
  session: 'createSession()：重连不丢消息，需要服务器支持 heartbeat.v1。本页的服务器不支持。',
  heartbeat: {
    self: '向服务器询问是否还在。没有它，半开的连接无人察觉。',
    interval: '静默多久后发送 ping；每次实际等待为它的 80%～100%。',
    timeout:
      '发出 ping 后，最多等多久必须收到任何数据（pongTimeout）。每次因心跳判定断线，之后的连接等待时间加倍，最多一分钟。',
    message: 'ping 的内容。null 表示不发送：由服务器发心跳，这边只监视。',
    pong: '对 ping 的应答（responseMessage）。处理函数、日志和计数都不会看到它。',
    idleOnly: 'true：仅在静默后 ping。false：无论收到什么，每个间隔都 ping。',
    reply: '回应主动 ping 客户端的服务器。',
    receipts:
      '对 ping 的回答确认在它之前发送的消息；因此最早的未确认消息发出这么久之后会发送 ping。',
  },
  reconnect: {
    self: '断线后重新连接，等待时间随机并逐渐加长（退避、抖动）。',
    spread: '第一次重试等待不超过它的随机时间（初始抖动）。',
    minDelay: '第二次重试等待它的四分之一到全部；也是页面唤醒时两次连接的最短间隔。',
    maxDelay: '任何一次重试都不会等得更久。',
    factor: '之后每次重试的等待延长多少倍。',
    maxAttempts: '一轮最多重试多少次，之后放弃。',
    stableAfter: '连上多久后才算稳定，下次断线从最短的等待重新开始（minUptime）。',
    whenHidden: '页面隐藏时是否连接。',
    delay: '取代内置公式：每次重试前的等待时间。',
    shouldReconnect: '除 close() 之外，每次断开都会询问：是否重试。',
  },
  outbox: {
    self: '保存未连上时发送的消息（发送缓冲）。',
    maxMessages: '最多排队多少条消息。',
    maxBytes: '所有排队消息合计的最大体积。',
    maxAge: '消息发出时最多可以多旧。',
    overflow: '队列满时丢弃哪一条。',
    resend: '在下一个连接上重发未确认的消息：至少一次。',
  },
  log: {
    self: '保留最新的消息，供本页的列表显示。',
    size: '保留的条数。',
    maxBytes: '所有条目合计的最大体积。',
    heartbeats: '是否也记录心跳。',
  },
  closeDelay: '在此创建的套接字在最后一个使用者离开后保留多久。',
  codec: '把消息编码为线上传输的内容，并解码回来。',
  schema: '检查每条消息（zod、valibot、arktype）。不符合的记为“无效”。',
  timer: '计时器服务。Worker 计时器在隐藏的标签页里不会变慢。',
  page: '页面信号：在线、可见、冻结。false 表示忽略。',
  WebSocket: 'WebSocket 类，用于测试和 Node。页面有自己的。',
  random: '用于等待时间的随机数；取固定值可让运行可重复。',
  debug: '把每次状态变化写入控制台。',
}
