import { mount, type VueWrapper } from '@vue/test-utils'
import { onTestFinished, vi } from 'vitest'
import { liveExample } from '../../../docs/.vitepress/components/live-example.ts'

/** An example as it is on its page, on fake timers, and what a reader does with it. */
export interface ShownExample {
  readonly page: VueWrapper
  /** Texts of the elements that a selector finds. */
  texts(selector: string): string[]
  press(button: string): Promise<void>
  unmount(): void
}

/** Shows an example, until the end of the test. */
export async function showExample(load: () => Promise<{ default: object }>): Promise<ShownExample> {
  // What it is made of comes in real time.
  await load()
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const page = mount(liveExample(load, [10, 10]), { attachTo: document.body })
  onTestFinished(() => page.unmount())
  while (!page.find('.live-controls').exists()) await vi.advanceTimersByTimeAsync(0)
  return {
    page,
    texts: (selector) => page.findAll(selector).map((element) => element.text()),
    async press(name) {
      await page
        .findAll('button')
        .find((button) => button.text() === name)!
        .trigger('click')
    },
    unmount: () => page.unmount(),
  }
}
