import { createApp } from 'vue'
import { createWebHistory } from 'vue-router'
import App from './App.vue'
import { createPlugins } from './plugins.ts'

const app = createApp(App)
for (const plugin of createPlugins(createWebHistory())) {
  if (Array.isArray(plugin)) app.use(...plugin)
  else app.use(plugin)
}
app.mount('#app')
