// Loaded before each test file of the project `store-lowest`.
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeAll, expect } from 'vitest'
import { getCurrentInstance, version } from 'vue'
import { peerDependencies } from '../../package.json'
import { version as piniaVersion } from '../../node_modules/pinia-lowest/package.json'

beforeAll(() => {
  expect(peerDependencies.vue).toBe(`^${version}`)
  expect(peerDependencies.pinia.split(' || ')[0]).toBe(`^${piniaVersion}`)

  // One Vue: that of test-utils is ours, and Pinia provides itself to it.
  const pinia = createPinia()
  const page = mount(
    { setup: () => ({ used: getCurrentInstance()?.appContext.app.version }), render: () => null },
    { global: { plugins: [pinia] } },
  )
  expect(page.vm.used).toBe(version)
  expect(page.vm.$pinia).toBe(pinia)
  page.unmount()
})
