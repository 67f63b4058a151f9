export const en = {
  theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  jump: 'Further down, and other pages',
  devtools: 'With Vue devtools',
  noDevtools: 'Without Vue devtools',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Not allowed',
  closeCode: 'Code',
  closeReason: 'Reason',
}

export const zh: typeof en = {
  theme: { label: '主题', system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  jump: '页面下方和其他页面',
  devtools: '打开 Vue devtools',
  noDevtools: '不用 Vue devtools',
  copy: '复制',
  copied: '已复制',
  notCopied: '无法复制',
  closeCode: '代码',
  closeReason: '原因',
}
