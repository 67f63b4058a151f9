export const en = {
  title: 'Break it',
  hint: 'Each of these breaks the server for real. Point at one, or focus it, to read what it does; the pulse shows how the socket finds out.',
  heal: 'Heal everything',
  seen: 'Without heartbeats:',
  andDrop: '… and drop the link',
  facts: {
    title: 'The server',
    server: 'Server',
    running: 'running',
    stopped: 'stopped',
    port: 'Port',
    connections: 'Connections',
    stranded: 'Half-open',
    attempts: 'Attempts it saw',
    pings: 'Pings it got',
    messages: 'Messages it got',
    unreachable: 'The dev server does not answer. Is it still running?',
  },
  quiet: {
    title: 'Gone without a word',
    silent: {
      label: 'Stop answering',
      does: 'The server sends and answers nothing; only the closing handshake still works.',
      seen: 'the page says “open”, and its figures stand still for as long as you look.',
    },
    frozen: {
      label: 'Freeze',
      does: 'The TCP connections stay, but nothing is read, sent or answered; handshakes hang.',
      seen: 'figures stand still under “open”, and what you send disappears.',
    },
    strand: {
      label: 'Half-open',
      does: 'The connections that are open are forgotten without a word, as by a NAT; a new one works.',
      seen: 'the page waits for ever for what a new connection would bring.',
    },
  },
  told: {
    title: 'Ended, and reported',
    kill: {
      label: 'Kill the connection',
      does: 'Resets every TCP connection, without a close frame.',
      seen: 'the browser reports it at once; the page only has to reconnect.',
    },
    close: {
      label: 'Server closes',
      does: 'A close frame with this code and reason goes out, unless all is frozen.',
      seen: 'reported at once as well; whether to reconnect depends on the code.',
    },
    restart: {
      label: 'Restart the server',
      does: 'Ends every connection, and listens to nothing for this long.',
      seen: 'reported at once; a page that tries just once comes too early.',
    },
    stop: {
      label: 'Stop the server',
      does: 'Ends every connection and listens no more; press again to start it.',
      seen: 'reported at once; the page has to retry, with growing delays.',
    },
  },
  attempts: {
    title: 'New connections',
    refuse: {
      label: 'Refuse connections',
      does: 'New connections are dropped at once; those that are open stay.',
      seen: 'nothing, until the next loss; then every attempt fails at once.',
    },
    handshake: {
      label: 'Slow handshake',
      does: 'New connections wait this long for the server’s answer.',
      seen: 'an attempt without an answer hangs for minutes in Chromium.',
    },
  },
  load: {
    title: 'Too slow, too much',
    delay: {
      label: 'Slow line',
      does: 'Everything that the server sends comes this much later.',
      seen: 'old figures under “open”, and nothing says how old they are.',
    },
    flood: {
      label: 'Flood',
      does: 'This many messages a second on top of the feed, to this page alone.',
      seen: 'nothing is lost, but a page that renders each message stops answering you.',
    },
  },
  now: 'Now {amount} {unit}.',
  wrongAmount: 'A whole number from 0 to {max}, please.',
  wrongCode: 'A server may say 1000 to 1003, 1007 to 1014, or 3000 to 4999.',
  wrongReason: 'A reason has at most 123 bytes.',
}

export const zh: typeof en = {
  title: '弄断它',
  hint: '每个按钮都会真的弄坏服务器。把指针移到按钮上，或让它获得焦点，就能看到说明；上面的脉搏显示连接怎样发现故障。',
  heal: '全部恢复',
  seen: '没有心跳时：',
  andDrop: '……并断开当前连接',
  facts: {
    title: '服务器一侧',
    server: '服务器',
    running: '运行中',
    stopped: '已停止',
    port: '端口',
    connections: '连接数',
    stranded: '半开连接',
    attempts: '收到的连接',
    pings: '收到的 ping',
    messages: '收到的消息',
    unreachable: '开发服务器没有响应。它还在运行吗？',
  },
  quiet: {
    title: '不声不响地消失',
    silent: {
      label: '停止应答',
      does: '服务器不再发送，也不再应答；只有关闭握手仍然有效。',
      seen: '页面显示“已打开”，数字却一直停在那里。',
    },
    frozen: {
      label: '冻结',
      does: 'TCP 连接还在，但不读、不发、不应答；新的握手会一直挂起。',
      seen: '状态是“已打开”，数字却不动，发出去的内容石沉大海。',
    },
    strand: {
      label: '半开连接',
      does: '当前的连接都被悄悄遗忘，就像被 NAT 清掉了一样；新的连接一切正常。',
      seen: '页面永远等下去，而其实重新拨一次就好了。',
    },
  },
  told: {
    title: '断开，并且会告知',
    kill: {
      label: '切断连接',
      does: '重置所有 TCP 连接，不发关闭帧。',
      seen: '浏览器会立即知道；只要有人重新连接就行。',
    },
    close: {
      label: '服务器关闭',
      does: '发送带此代码和原因的关闭帧；全部冻结时除外。',
      seen: '同样立即知道；该不该重试，要看关闭代码。',
    },
    restart: {
      label: '重启服务器',
      does: '断开所有连接，并在这段时间内不监听端口。',
      seen: '立即知道；只试一次的页面来得太早。',
    },
    stop: {
      label: '停止服务器',
      does: '断开所有连接并停止监听；再按一次重新启动。',
      seen: '立即知道；页面得不断重试，间隔逐渐加长。',
    },
  },
  attempts: {
    title: '新的连接',
    refuse: {
      label: '拒绝连接',
      does: '新的连接立即被断开；已打开的不受影响。',
      seen: '暂时看不出什么；一旦断线，每次连接都会立即失败。',
    },
    handshake: {
      label: '握手缓慢',
      does: '新的连接要等这么久才得到服务器的应答。',
      seen: '没人应答的连接，在 Chromium 里会挂起好几分钟。',
    },
  },
  load: {
    title: '太慢与太多',
    delay: {
      label: '线路缓慢',
      does: '服务器发出的一切都晚这么久才到。',
      seen: '状态是“已打开”，数字却是旧的，而且看不出旧了多久。',
    },
    flood: {
      label: '洪水',
      does: '在正常数据之外，每秒再向本页面发这么多条消息。',
      seen: '消息不会丢，但逐条渲染的页面会失去响应。',
    },
  },
  now: '当前 {amount} {unit}。',
  wrongAmount: '请输入 0 到 {max} 之间的整数。',
  wrongCode: '服务器可用的代码：1000–1003、1007–1014 或 3000–4999。',
  wrongReason: '原因最多 123 字节。',
}
