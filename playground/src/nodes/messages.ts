export const en = {
  title: 'Many nodes',
  link: 'Many nodes, one killed',
  lead: 'Two nodes of createHeartbeatServer(), each a process of its own, over one Redis and behind a balancer. Six clients with a session get ten numbers a second each, and send five. Kill a node with SIGKILL: its clients go to the other one, and what they missed is replayed.',
  phase: {
    starting: 'Redis, two nodes and a balancer are being started.',
    missing:
      'There is no redis-server here: {why}. Install it (Debian and Ubuntu: apt install redis-server, macOS: brew install redis), or name it in REDIS_SERVER_PATH, and start the playground again.',
    failed: 'The nodes did not start: {why}',
    running: 'Running on {redis}.',
  },
  node: {
    title: 'Node {name}',
    running: 'process {pid}',
    starting: 'starting',
    clients: 'Clients',
    handled: 'Handled',
    kills: 'Killed',
    kill: 'Kill node {name}',
  },
  clients: {
    title: 'Clients',
  },
  table: {
    title: 'What became of the messages of all clients',
    outcome: 'Outcome',
    down: 'From the server',
    up: 'To the server',
    arrived: 'Arrived',
    waiting: 'On its way',
    lost: 'Lost',
    again: 'Twice',
    reopenings: 'Links lost and opened again',
    recovered: 'of these, nothing missed',
  },
  note: 'To the server, what arrived is what a handler has answered; its answer is part of what it commits. Numbers come in order: one that is left out is lost.',
}

export const zh: typeof en = {
  title: '多个节点',
  link: '多个节点，杀掉一个',
  lead: '两个 createHeartbeatServer() 节点，各自是独立的进程，共用一个 Redis，前面有负载均衡。六个带会话的客户端每秒各收到十个数字，并发送五个。用 SIGKILL 杀掉一个节点：它的客户端会转到另一个节点，错过的内容会补发。',
  phase: {
    starting: '正在启动 Redis、两个节点和负载均衡。',
    missing:
      '这里没有 redis-server：{why}。请安装它（Debian 和 Ubuntu：apt install redis-server，macOS：brew install redis），或用 REDIS_SERVER_PATH 指定路径，然后重新启动 playground。',
    failed: '节点没有启动：{why}',
    running: '运行于 {redis}。',
  },
  node: {
    title: '节点 {name}',
    running: '进程 {pid}',
    starting: '正在启动',
    clients: '客户端',
    handled: '已处理',
    kills: '被杀',
    kill: '杀掉节点 {name}',
  },
  clients: {
    title: '客户端',
  },
  table: {
    title: '所有客户端的消息的结果',
    outcome: '结果',
    down: '来自服务器',
    up: '发往服务器',
    arrived: '已到达',
    waiting: '在途',
    lost: '丢失',
    again: '重复',
    reopenings: '断开后重新打开',
    recovered: '其中没有错过任何内容',
  },
  note: '发往服务器的消息，处理函数应答了才算到达；应答与处理结果一起提交。数字按顺序到来：跳过的就是丢失的。',
}
