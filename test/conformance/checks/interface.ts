// Web IDL, section 3.7 (interfaces, constants, attributes, operations); WebSockets, section 3.1.
import { check, group, type Plain, type SocketClass } from '../support/check.ts'
import { thrown } from '../support/observe.ts'

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }
const READONLY = ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol'] as const
const HANDLERS = ['onopen', 'onmessage', 'onerror', 'onclose'] as const
const WRITABLE = [...HANDLERS, 'binaryType'] as const
const ATTRIBUTES = [...READONLY, ...WRITABLE] as const
const OPERATIONS = ['send', 'close'] as const
const MEMBERS = [...ATTRIBUTES, ...OPERATIONS, ...Object.keys(STATES)]

/** The flags of a property, and what kind it is. */
function flags(target: object, name: string): Plain {
  const found = Object.getOwnPropertyDescriptor(target, name)
  if (!found) return 'not its own'
  const { enumerable, configurable, get, set, writable } = found
  return {
    ...(writable === undefined ? { get: !!get, set: !!set } : { writable }),
    enumerable: !!enumerable,
    configurable: !!configurable,
  }
}

const ownAccessor = ({ prototype }: SocketClass, name: string) =>
  Object.getOwnPropertyDescriptor(prototype, name) ?? {}

const CONSTANT = { writable: false, enumerable: true, configurable: false }
const fromNames = (names: readonly string[], value: (name: string) => Plain): Plain =>
  Object.fromEntries(names.map((name) => [name, value(name)]))

const pick = (target: object): Plain =>
  fromNames(Object.keys(STATES), (name) => (target as Record<string, Plain>)[name] ?? null)

export const constants = group('constants', [
  check('are on the class', STATES, ({ WebSocket }) => pick(WebSocket)),
  check('are on the prototype', STATES, ({ WebSocket }) => pick(WebSocket.prototype)),
  check('are on an instance', STATES, ({ WebSocket, peer }) => pick(new WebSocket(peer.url()))),
  check('are own properties of the class, and fixed', everyState(CONSTANT), ({ WebSocket }) =>
    fromNames(Object.keys(STATES), (name) => flags(WebSocket, name)),
  ),
  check('are own properties of the prototype, and fixed', everyState(CONSTANT), ({ WebSocket }) =>
    fromNames(Object.keys(STATES), (name) => flags(WebSocket.prototype, name)),
  ),
  check('can not be assigned', ['TypeError', 'TypeError', 'TypeError'], ({ WebSocket, peer }) =>
    [WebSocket, WebSocket.prototype, new WebSocket(peer.url())].map((target) =>
      thrown(() => Object.assign(target, { OPEN: 5 })),
    ),
  ),
  check('can not be deleted', [1, 1], ({ WebSocket }) => {
    Reflect.deleteProperty(WebSocket, 'OPEN')
    Reflect.deleteProperty(WebSocket.prototype, 'OPEN')

    return [(WebSocket as unknown as typeof STATES).OPEN, WebSocket.prototype.OPEN]
  }),
])

export const shape = group('interface', [
  check('has a class that takes one argument at least', 1, ({ WebSocket }) => arity(WebSocket)),
  check(
    'has accessors that are named after their attributes',
    fromNames(ATTRIBUTES, (name) => `get ${name}`),
    ({ WebSocket }) => fromNames(ATTRIBUTES, (name) => ownAccessor(WebSocket, name).get!.name),
  ),
  check('inherits from EventTarget, and nothing else', [true, true], ({ WebSocket }) => [
    Object.getPrototypeOf(WebSocket) === EventTarget,
    Object.getPrototypeOf(WebSocket.prototype) === EventTarget.prototype,
  ]),
  check(
    'has a fixed prototype',
    { writable: false, enumerable: false, configurable: false },
    ({ WebSocket }) => flags(WebSocket, 'prototype'),
  ),
  check(
    'has a constructor that is not enumerated',
    { writable: true, enumerable: false, configurable: true },
    ({ WebSocket }) => flags(WebSocket.prototype, 'constructor'),
  ),
  check('has its readonly attributes on the prototype', accessors(READONLY, false), (subject) =>
    fromNames(READONLY, (name) => flags(subject.WebSocket.prototype, name)),
  ),
  check('has its event handlers on the prototype', accessors(HANDLERS, true), (subject) =>
    fromNames(HANDLERS, (name) => flags(subject.WebSocket.prototype, name)),
  ),
  check('has binaryType on the prototype', accessors(['binaryType'], true), (subject) =>
    fromNames(['binaryType'], (name) => flags(subject.WebSocket.prototype, name)),
  ),
  check(
    'has its operations on the prototype',
    fromNames(OPERATIONS, () => ({ writable: true, enumerable: true, configurable: true })),
    ({ WebSocket }) => fromNames(OPERATIONS, (name) => flags(WebSocket.prototype, name)),
  ),
  check(
    'says how many arguments the operations need',
    { send: 1, close: 0 },
    ({ WebSocket: { prototype } }) => ({
      send: arity(prototype.send),
      close: arity(prototype.close),
    }),
  ),
  check('names its operations', ['send', 'close'], ({ WebSocket: { prototype } }) =>
    OPERATIONS.map((name) => prototype[name].name),
  ),
  check('has the class string of a WebSocket', '[object WebSocket]', ({ WebSocket, peer }) => {
    return Object.prototype.toString.call(new WebSocket(peer.url()))
  }),
  check('has nothing on the instance', [], async ({ open }) =>
    Object.getOwnPropertyNames(await open()),
  ),
  check('has all members in the instance', [], ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return MEMBERS.filter((name) => !(name in socket))
  }),
  check('enumerates all members', [], ({ WebSocket, peer }) => {
    const names = new Set<string>()
    for (const name in new WebSocket(peer.url())) names.add(name)

    return MEMBERS.filter((name) => !names.has(name))
  }),
  check(
    'has attributes that can not be assigned',
    fromNames(READONLY, () => 'TypeError'),
    ({ WebSocket, peer }) => {
      const socket = new WebSocket(peer.url())

      return fromNames(READONLY, (name) => thrown(() => Object.assign(socket, { [name]: 7 })))
    },
  ),
  check('keeps the attributes that are deleted', [true, true], async ({ open, peer }) => {
    const socket = await open()
    Reflect.deleteProperty(socket, 'url')
    Reflect.deleteProperty(socket, 'readyState')

    return [socket.url === peer.url(), socket.readyState === 1]
  }),
  check(
    'has attributes of sockets only',
    fromNames(ATTRIBUTES, () => 'TypeError'),
    (subject) =>
      fromNames(ATTRIBUTES, (name) => {
        const { get } = ownAccessor(subject.WebSocket, name)

        return thrown(() => get!.call(new EventTarget()))
      }),
  ),
  check(
    'has attributes to be assigned to sockets only',
    fromNames(WRITABLE, () => 'TypeError'),
    (subject) =>
      fromNames(WRITABLE, (name) => {
        const { set } = ownAccessor(subject.WebSocket, name)

        return thrown(() => set!.call(new EventTarget(), 'nothing that it knows'))
      }),
  ),
  check('has operations of sockets only', ['TypeError', 'TypeError'], ({ WebSocket }) =>
    OPERATIONS.map((name) => thrown(() => WebSocket.prototype[name].call(new EventTarget(), ''))),
  ),
  check('returns nothing from its operations', ['undefined', 'undefined'], async ({ open }) => {
    const socket = await open()

    return [typeof socket.send(''), typeof socket.close()]
  }),
  check('can not be cloned', 'DataCloneError DOMException', ({ WebSocket, peer }) => {
    const socket = new WebSocket(peer.url())

    return thrown(() => structuredClone(socket))
  }),
])

function everyState(value: Plain): Plain {
  return fromNames(Object.keys(STATES), () => value)
}

function accessors(names: readonly string[], set: boolean): Plain {
  return fromNames(names, () => ({ get: true, set, enumerable: true, configurable: true }))
}

function arity(value: unknown): number {
  return (value as { length: number }).length
}
