import { Connection } from 'vue-heartbeat-socket/socket'

const connection = new Connection({
  url: 'wss://api.example.com/live',
  codec: 'text',
  reconnect: { minDelay: 2_000, maxAttempts: 10 },
})

connection.on('message', (text) => console.log(text))
connection.send('hello')
