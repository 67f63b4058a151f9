export const en = {
  title: 'Several tabs, one connection',
  link: 'Several tabs, one connection',
  lead: 'All tabs that show this page share one WebSocket. One of them, the leader, has it. The others show its state, get its messages and send over it. Open a second tab, put it beside this one, and close or reload the one that leads.',
  without:
    'This browser has no Web Locks here (they need https, or localhost): each tab has a connection of its own.',
  this: {
    leads: 'This is tab {number}, and it leads.',
    follows: 'This is tab {number}. Tab {leader} leads.',
    waits: 'This is tab {number}. No tab leads yet.',
  },
  open: 'Open another tab',
  hello: 'Say hello',
  reset: 'Reset the connection',
  list: {
    title: 'Tabs',
    name: 'Tab {number}',
    own: 'this one',
    leads: 'leads',
    follows: 'follows',
  },
  facts: {
    title: 'The connection',
    connections: 'Connections',
    received: 'Received here',
    sent: 'Sent from here',
    note: 'The server counts the connections of all pages of this playground. A message counts as sent when the leader has sent it.',
  },
  heard: {
    title: 'Heard in every tab',
    none: 'Nothing yet. A hello goes to the server, and its echo to all tabs.',
    from: 'Hello from tab {number}',
  },
}

export const zh: typeof en = {
  title: '多个标签页，一条连接',
  link: '多个标签页，一条连接',
  lead: '打开这个页面的所有标签页共用一条 WebSocket。其中一个领头，持有连接；其他的显示它的状态，收到它的消息，也通过它发送。再打开一个标签页，放在旁边，然后关闭或刷新领头的那个。',
  without: '这个浏览器在这里没有 Web Locks（需要 https 或 localhost）：每个标签页各有一条连接。',
  this: {
    leads: '这是标签页 {number}，由它领头。',
    follows: '这是标签页 {number}，标签页 {leader} 领头。',
    waits: '这是标签页 {number}，还没有标签页领头。',
  },
  open: '再打开一个标签页',
  hello: '打个招呼',
  reset: '重置连接',
  list: {
    title: '标签页',
    name: '标签页 {number}',
    own: '本页',
    leads: '领头',
    follows: '跟随',
  },
  facts: {
    title: '连接',
    connections: '连接数',
    received: '本页收到',
    sent: '本页发出',
    note: '服务器统计的是这个 playground 所有页面的连接。领头的标签页发送之后，消息才算已发送。',
  },
  heard: {
    title: '每个标签页都听到的',
    none: '还没有。招呼发给服务器，回声传到所有标签页。',
    from: '标签页 {number} 打了招呼',
  },
}
