import type { DefaultTheme } from 'vitepress'

type Page = readonly [text: string, path: string]

const section = (text: string, pages: readonly Page[]): DefaultTheme.SidebarItem => ({
  text,
  items: pages.map(([name, path]) => ({ text: name, link: `/${path}` })),
})

/** The Chinese pages, in the order of their originals, and the way to those that have none. */
export const sidebar = [
  section('指南', [
    ['快速上手', 'zh/getting-started'],
    ['现场演示', 'zh/live'],
    ['为什么只靠 close 事件不够', 'zh/half-open'],
    ['store', 'zh/store'],
    ['消息的类型和校验', 'zh/messages'],
    ['登录和令牌', 'zh/logins'],
    ['多个 socket，房间', 'zh/sockets'],
    ['主题', 'zh/topics'],
    ['请求', 'zh/requests'],
    ['测试你的应用', 'zh/testing'],
    ['在组件之外，不用 Vue', 'zh/outside'],
    ['Nuxt，在服务器上渲染', 'zh/nuxt'],
    ['Vue devtools', 'zh/devtools'],
    ['后台标签页', 'zh/hidden-tabs'],
    ['所有标签页共用一条连接', 'zh/tabs'],
  ]),
  section('消息的去向', [
    ['各个级别', 'zh/what-becomes-of-a-message'],
    ['会话', 'zh/sessions'],
    ['四个程序', 'zh/session-programs'],
    ['Node 服务器', 'zh/server-node'],
    ['运维：Redis，多个节点', 'zh/operations'],
    ['协议 heartbeat.v1', 'zh/protocol-heartbeat-v1'],
    ['服务器端', 'zh/server'],
  ]),
  section('参考（英文）', [
    ['选项', 'options'],
    ['事件', 'events'],
    ['诊断信息', 'diagnostics'],
    ['常见协议的心跳', 'protocols'],
    ['从其他库迁移', 'coming-from/'],
    ['对比与测量', 'comparison'],
  ]),
]

/** What the theme says on Chinese pages. */
export const chineseTheme: DefaultTheme.Config = {
  nav: [
    { text: '指南', link: '/zh/getting-started' },
    { text: '不丢消息', link: '/zh/sessions' },
    { text: '选项（英文）', link: '/options' },
    { text: '测量（英文）', link: '/comparison' },
  ],
  sidebar,
  outline: { level: [2, 3], label: '本页目录' },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '外观',
  lightModeSwitchTitle: '切换到浅色模式',
  darkModeSwitchTitle: '切换到深色模式',
  sidebarMenuLabel: '菜单',
  returnToTopLabel: '返回顶部',
  langMenuLabel: '切换语言',
  skipToContentLabel: '跳转到正文',
  notFound: {
    title: '找不到页面',
    quote: '这个地址没有页面，可能已经改名。',
    linkLabel: '返回首页',
    linkText: '返回首页',
  },
}

/** What the search says on Chinese pages. */
export const chineseSearch: Partial<DefaultTheme.LocalSearchOptions> = {
  translations: {
    button: { buttonText: '搜索', buttonAriaLabel: '搜索文档' },
    modal: {
      displayDetails: '显示详细列表',
      resetButtonTitle: '清除搜索内容',
      backButtonTitle: '关闭搜索',
      noResultsText: '没有找到相关内容：',
      footer: {
        selectText: '选择',
        selectKeyAriaLabel: '回车键',
        navigateText: '切换',
        navigateUpKeyAriaLabel: '上箭头',
        navigateDownKeyAriaLabel: '下箭头',
        closeText: '关闭',
        closeKeyAriaLabel: 'Esc 键',
      },
    },
  },
}
