import PartySocket from 'partysocket'

const socket = new PartySocket({
  host: 'example.com',
  room: 'lobby',
  id: 'me',
  query: async () => ({ token: 'secret' }),
})

socket.addEventListener('message', (event) => console.log(event.data))
socket.send('hello')
