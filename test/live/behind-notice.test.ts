import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { ref } from 'vue'
import BehindNotice from '../../docs/.vitepress/theme/BehindNotice.vue'

const data = { frontmatter: ref({}), page: ref({}) }
vi.mock('vitepress', () => ({
  useData: () => data,
  withBase: (path: string) => `/base${path}`,
}))

function showOn(relativePath: string, isBehind: boolean) {
  data.frontmatter.value = { isBehind }
  data.page.value = { relativePath }
  return mount(BehindNotice)
}

it.each([
  ['zh/half-open.md', '/base/half-open'],
  ['zh/index.md', '/base/'],
])('a page that lags behind leads to its original: %s', (page, original) => {
  expect(showOn(page, true).get('a').attributes('href')).toBe(original)
})

it('a page that has caught up has no notice', () => {
  expect(showOn('zh/half-open.md', false).text()).toBe('')
})
