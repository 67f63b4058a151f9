import { mount } from '@vue/test-utils'
import { useData, type PageData } from 'vitepress'
import { expect, it, vi } from 'vitest'
import BehindNotice from '../../docs/.vitepress/theme/BehindNotice.vue'

vi.mock('vitepress', async () => {
  const { ref } = await import('vue')
  const data = { frontmatter: ref({}), page: ref({}) }
  return { useData: () => data, withBase: (path: string) => `/base${path}` }
})

function showOn(relativePath: string, isBehind: boolean) {
  const { frontmatter, page } = useData()
  frontmatter.value = { isBehind }
  page.value = { relativePath } as PageData
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
