import { watchEffect } from 'vue'
import { createI18n } from 'vue-i18n'
import { languages, messages, type Language } from './messages.ts'
import { storedChoice } from './stored-choice.ts'

/** What the reader has chosen, else the browser's language, else English. */
export const language = storedChoice<Language>('playground-language', languages, () =>
  navigator.language.startsWith('zh') ? 'zh' : 'en',
)

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  fallbackLocale: 'en',
  messages,
})

watchEffect(() => {
  i18n.global.locale.value = language.value
  document.documentElement.lang = language.value === 'zh' ? 'zh-Hans' : 'en'
})
