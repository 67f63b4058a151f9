import { computed, ref, watchEffect } from 'vue'
import { storedChoice } from './stored-choice.ts'

export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

export const theme = storedChoice<Theme>('playground-theme', themes, () => 'system')

const dark = matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(dark.matches)
dark.addEventListener('change', () => {
  systemIsDark.value = dark.matches
})

/** What the reader sees; canvases look colours up anew when it changes. */
export const scheme = computed(() => {
  if (theme.value !== 'system') return theme.value
  return systemIsDark.value ? 'dark' : 'light'
})

watchEffect(
  () => {
    document.documentElement.dataset.theme = theme.value
  },
  // Before those who look colours up.
  { flush: 'sync' },
)
