import { useData } from 'vitepress'
import { computed, type ComputedRef } from 'vue'

/** What an example says, in each of the site's languages. */
export interface Texts<One> {
  readonly en: One
  readonly zh: One
}

/** The texts in the language of the page. */
export function useTexts<One>({ en, zh }: Texts<One>): ComputedRef<One> {
  const { lang } = useData()
  return computed(() => (lang.value.startsWith('zh') ? zh : en))
}
