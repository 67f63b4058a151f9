import { createPinia, defineStore } from 'pinia'
import { createApp } from 'vue'
import VueNativeSock from 'vue-native-websocket-vue3'
import App from './App.vue'

const pinia = createPinia()

const useSocketStore = defineStore('socket', {
  state: () => ({ isConnected: false, message: null }),
  actions: {
    SOCKET_ONOPEN() {
      this.isConnected = true
    },
    SOCKET_ONCLOSE() {
      this.isConnected = false
    },
    SOCKET_ONMESSAGE(message) {
      this.message = message
    },
    SOCKET_ONERROR() {},
    SOCKET_RECONNECT() {},
    SOCKET_RECONNECT_ERROR() {},
  },
})

createApp(App)
  .use(pinia)
  .use(VueNativeSock, 'wss://api.example.com/live', {
    store: useSocketStore(pinia),
    format: 'json',
    reconnection: true,
    reconnectionAttempts: 10,
  })
  .mount('#app')
