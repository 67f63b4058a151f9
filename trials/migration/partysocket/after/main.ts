import { Connection } from 'vue-heartbeat-socket/socket'

const connection = new Connection({
  url: async () => {
    const query = new URLSearchParams({ _pk: 'me', token: 'secret' })
    return `wss://example.com/parties/main/lobby?${query}`
  },
  codec: 'text',
})

connection.on('message', (text) => console.log(text))
connection.send('hello')
