import { createStompClient } from './recipes/stompjs.ts'
import { serveStomp } from './support/stomp-broker.ts'
import { describeClient, type Subject } from './support/suite.ts'

const destination = '/topic/talk'

// The server's beats can't be asked for, so a page that wakes learns nothing sooner.
describeClient(serveStomp, subscribe, { asks: false })

function subscribe(url: string): Subject {
  const client = createStompClient(url)
  const heard: string[] = []
  let attempts = 0
  client.beforeConnect = () => void attempts++
  client.onConnect = () => void client.subscribe(destination, ({ body }) => heard.push(body))
  client.activate()
  return {
    attempts: () => attempts,
    say(body) {
      if (client.connected) client.publish({ destination, body })
    },
    heard: () => heard,
    end: () => void client.deactivate(),
  }
}
