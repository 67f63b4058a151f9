/**
 * The first import of the page: the chart library asks `Intl` for the browser's language as it loads,
 * and throws where that is no language tag, such as `C` in a browser without a locale.
 */
try {
  Intl.getCanonicalLocales(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true })
}

export {}
