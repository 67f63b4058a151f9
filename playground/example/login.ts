import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export const useLogin = defineStore('login', () => {
  const token = ref<string | null>(null)

  /** While it is `null`, nothing connects. */
  const url = computed(() => token.value && `wss://api.example.com/live?token=${token.value}`)

  async function logIn(name: string, password: string): Promise<void> {
    const body = JSON.stringify({ name, password })
    const response = await fetch('https://api.example.com/login', { method: 'POST', body })
    if (!response.ok) throw new Error('Wrong name or password')
    token.value = ((await response.json()) as { token: string }).token
  }

  function logOut(): void {
    token.value = null
  }

  return { token, url, logIn, logOut }
})
