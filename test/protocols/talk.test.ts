import { expect, it } from 'vitest'
import { codeBlocks } from '../house/support/markdown.ts'
import { filesIn, read } from '../house/support/project.ts'
import { actionCable } from './objects/action-cable.ts'
import { graphqlTransportWs } from './objects/graphql-transport-ws.ts'
import { homeAssistant } from './objects/home-assistant.ts'
import { phoenix } from './objects/phoenix.ts'
import { setUpTalk } from './support/talk.ts'
import { cableRequests, cableTopic, cableTopics } from './talk/action-cable.ts'
import { graphqlRequests, graphqlTopic, graphqlTopics } from './talk/graphql-transport-ws.ts'
import { homeAssistantRequests, homeAssistantTopics } from './talk/home-assistant.ts'
import { phoenixChannels } from './talk/phoenix.ts'

/** Counts up from 1. */
function counter(): () => number {
  let last = 0
  return () => ++last
}

it('graphql-transport-ws: subscriptions are topics, queries are requests', async () => {
  const topic = graphqlTopic({ query: 'subscription { greetings }' })
  const app = setUpTalk({
    options: graphqlTransportWs(),
    topics: graphqlTopics,
    requests: graphqlRequests,
  })

  await app.play('graphql-transport-ws-talk', [
    () => app.use(topic),
    () => app.ask({ query: '{ hello }' }),
    () => app.ask({ query: '{ goodbye }' }),
    () => app.leave(topic),
  ])

  expect(app.heard).toEqual([{ id: topic, type: 'next', payload: { data: { greetings: 'hi' } } }])
  expect(app.answers).toEqual([
    expect.objectContaining({ payload: { data: { hello: 'world' } } }),
    { refused: [expect.objectContaining({ message: expect.stringContaining('goodbye') })] },
  ])
  app.use(topic)
  const sent = await app.reopen(['{"type":"connection_ack"}'])
  expect(sent.slice(1)).toEqual([
    { id: topic, type: 'subscribe', payload: { query: 'subscription { greetings }' } },
  ])
})

it('ActionCable: channels are topics, actions that answer are requests', async () => {
  const topic = cableTopic('ChatChannel', { room: 1 })
  const app = setUpTalk({ options: actionCable, topics: cableTopics, requests: cableRequests })

  await app.play('action-cable-talk', [
    () => app.use(topic),
    () => app.ask({ topic, action: 'speak', data: { text: 'hi' } }),
    () => app.ask({ topic, action: 'shout' }),
    () => app.leave(topic),
  ])

  expect(app.heard[0]).toEqual({ identifier: topic, message: { text: 'hello' } })
  expect(app.answers).toEqual([
    expect.objectContaining({ message: expect.objectContaining({ seq: 7 }) }),
    { refused: 'too loud' },
  ])
  app.use(topic)
  const sent = await app.reopen(['{"type":"welcome"}'])
  expect(sent).toEqual([{ command: 'subscribe', identifier: topic }])
})

it('Home Assistant: types of events are topics, commands are requests', async () => {
  const nextId = counter()
  const app = setUpTalk({
    options: homeAssistant(() => 'ABCDEFGH', nextId),
    topics: homeAssistantTopics(nextId),
    requests: homeAssistantRequests(nextId),
  })

  await app.play('home-assistant-talk', [
    () => app.use('state_changed'),
    () => app.ask({ type: 'get_config' }, { queue: false }),
    () => app.ask({ type: 'call_service', domain: 'light', service: 'no_such' }, { queue: false }),
    () => app.leave('state_changed'),
  ])

  expect(app.heard).toEqual([expect.objectContaining({ id: 1, type: 'event' })])
  expect(app.answers).toEqual([
    expect.objectContaining({ result: { version: '2021.5.3' } }),
    { refused: { code: 'not_found', message: 'Service not found.' } },
  ])
  app.use('state_changed')
  const login = ['{"type":"auth_required"}', '{"type":"auth_ok"}']
  const sent = await app.reopen(login)
  expect(sent.slice(1)).toEqual([
    { id: nextId() - 1, type: 'subscribe_events', event_type: 'state_changed' },
  ])
})

it('Home Assistant: what is lost fills no memory, and answers nothing else', () => {
  const { tag, replyTo } = homeAssistantRequests(counter())

  for (let request = 1; request <= 1_001; request++) tag({ type: 'get_config' }, request * 10)

  expect(replyTo({ type: 'result', id: 1 })).toBeUndefined()
  expect(replyTo({ type: 'result', id: 2 })).toBe(20)
})

it('Phoenix: channels are topics, pushes are requests', async () => {
  const next = counter()
  const nextRef = (): string => String(next())
  const topic = 'miami:weather'
  const { topics, requests } = phoenixChannels(nextRef, () => ({ some: 'param' }))
  // The topics join, so the handshake does not.
  const options = { ...phoenix('', () => ({}), nextRef), handshake: undefined }
  const app = setUpTalk({ options, topics, requests })

  await app.play('phoenix-talk', [
    () => app.use(topic),
    () => app.ask({ topic, event: 'report_emergency', payload: { category: 'storm' } }),
    () => app.ask({ topic, event: 'report_emergency' }),
    () => app.leave(topic),
  ])

  expect(app.heard).toEqual([[null, null, topic, 'new_report', { temperature: 31 }]])
  expect(app.answers).toEqual([
    expect.arrayContaining([{ status: 'ok', response: { seen: true } }]),
    { refused: { reason: 'no category' } },
  ])
  app.use(topic)
  expect(await app.reopen([])).toEqual([
    [expect.any(String), expect.any(String), topic, 'phx_join', { some: 'param' }],
  ])
})

it('what stands in docs/protocols-topics.md is what is tested here', () => {
  const shown = codeBlocks('docs/protocols-topics.md').map(({ code }) => code)
  const tested = filesIn('test/protocols/talk').map(read)

  expect(shown.sort()).toEqual(tested.sort())
})
