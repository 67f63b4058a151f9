/** A way to break the engine: in `file` of the engine's sources, `from` becomes `to`. */
export interface Mutation {
  readonly name: string
  readonly file: string
  /** Must be there exactly once; otherwise the mutation is stale. */
  readonly from: string
  readonly to: string
}

/** Ways to break the engine. The simulation must notice each. */
export const mutations: readonly Mutation[] = [
  {
    name: 'forget to detach the handlers of an ended link',
    file: 'link.ts',
    from: 'native.onopen = native.onmessage = native.onclose = null',
    to: '',
  },
  {
    name: 'leave the native socket of an ended link open',
    file: 'link.ts',
    from: 'native.close(code, reason)',
    to: 'void [code, reason]',
  },
  {
    name: 'wait for the native close',
    file: 'link.ts',
    from: '    owner.ended(close, error, death)',
    to: `    const told = native
    if (told?.readyState === 2) told.onclose = () => owner.ended(close, error, death)
    else owner.ended(close, error, death)`,
  },
  {
    name: 'tell an end twice',
    file: 'link.ts',
    from: 'if (isOver) return\n    discard()',
    to: 'discard()',
  },
  {
    name: 'have no deadline for opening',
    file: 'link.ts',
    from: "timeout(() => end(cut('connect-timeout')), connectTimeout)",
    to: 'void connectTimeout',
  },
  {
    name: 'dial what a url function says too late',
    file: 'link.ts',
    from: '(answer: Answer) => isOver || goOn(answer)',
    to: '(answer: Answer) => goOn(answer)',
  },
  {
    name: 'trust the status instead of the native readyState',
    file: 'link.ts',
    from: "if (state.status === 'open' && native!.readyState !== 1) end(cut('network'))",
    to: '',
  },
  {
    name: 'lose what comes during a handshake',
    file: 'handshake.ts',
    from: 'return held\n',
    to: 'return []\n',
  },
  {
    name: 'clear no timer on close()',
    file: 'schedule.ts',
    from: 'function stop(): void {\n    timeout()',
    to: 'function stop(): void {',
  },
  {
    name: 'never stop listening to the page',
    file: 'dialler.ts',
    from: 'if (unsubscribe) unsubscribe()',
    to: '',
  },
  {
    name: 'reset attempts on open',
    file: 'dialler.ts',
    from: "become('open')",
    to: "become('open')\n    schedule.restart()",
  },
  {
    name: 'never call a link stable',
    file: 'link.ts',
    from: 'owner.stable()',
    to: 'void 0',
  },
  {
    name: 'retry what is final',
    file: 'schedule.ts',
    from: 'const byDefault = !isFinal && !isUsedUp',
    to: 'const byDefault = !isUsedUp',
  },
  {
    name: 'wait less than the least delay',
    file: 'backoff.ts',
    from: 'return uniform(bound / 4, bound, random)',
    to: 'return uniform(0, bound, random)',
  },
  {
    name: 'dial at once when the page wakes, however soon',
    file: 'schedule.ts',
    from: 'const delay = core.options.reconnect.minDelay - sinceDial()',
    to: 'const delay = 0',
  },
  {
    name: 'ping sooner than the interval allows',
    file: 'heartbeat.ts',
    from: '(0.8 + 0.2 * core.options.random())',
    to: 'core.options.random()',
  },
  {
    name: 'sleep on when the page wakes',
    file: 'heartbeat.ts',
    from: 'if (clock() - heardAt >= SECOND) doubt(true)',
    to: '',
  },
  {
    name: 'put off the redial that somebody waits for',
    file: 'dialler.ts',
    from: 'death?.byPage ? undefined : delay',
    to: 'delay',
  },
  {
    name: 'stay offline until the page says otherwise',
    file: 'schedule.ts',
    from: 'else if (by) wait(usualLong(), by, close)',
    to: 'else if (by) suspend(by, close)',
  },
  {
    name: 'keep a socket in the back/forward cache',
    file: 'dialler.ts',
    from: "if (signal === 'pagehide') {\n      freeze()",
    to: "if (signal === 'pagehide') {",
  },
  {
    name: 'take a late look for a dead link',
    file: 'heartbeat.ts',
    from: 'const late = isLate()',
    to: `const late = isLate()
    if (late && phase === PINGED) return owner.dead({ byPage, unanswered: !wasAnswered })`,
  },
  {
    name: 'look at a dead link twice in a row, and not a second apart',
    file: 'heartbeat.ts',
    from: 'Math.min(SECOND, settings().timeout / 2)',
    to: '0',
  },
  {
    name: 'never call a link dead',
    file: 'heartbeat.ts',
    from: 'if (phase !== QUIET) return proofDue',
    to: 'if (phase !== QUIET) return Infinity',
  },
  {
    name: 'arm the heartbeat from its own timer only',
    file: 'heartbeat.ts',
    from: 'if (was !== QUIET || now - armedByArrivalAt >= interval) {',
    to: 'if (now < armedByArrivalAt + 0 * interval) {',
  },
  {
    name: 'believe time stamps from the future',
    file: 'core.ts',
    from: 'if (latest - now > lost) lost = latest - now',
    to: '',
  },
  {
    name: 'tell listeners at once, in the midst of other news',
    file: 'emitter.ts',
    from: 'if (isTelling) return',
    to: '',
  },
  {
    name: 'let a listener that throws keep others from the news',
    file: 'emitter.ts',
    from: 'report(error)',
    to: 'throw error',
  },
  {
    name: 'bound the outbox by nothing',
    file: 'outbox.ts',
    from: 'waiting.length >= maxMessages || bytes + size > maxBytes',
    to: 'false',
  },
  {
    name: 'send what has expired',
    file: 'outbox.ts',
    from: "while (waiting[0] && now - waiting[0].at > maxAge) drop(shift().data, 'expired')",
    to: '',
  },
  {
    name: 'send the newest message first',
    file: 'outbox.ts',
    from: 'const message = waiting.shift()!',
    to: 'const message = waiting.pop()!',
  },
  {
    name: 'send to one host what was meant for another',
    file: 'outbox.ts',
    from: "clear('other-url')",
    to: 'destination = url',
  },
  {
    name: 'keep the outbox after close()',
    file: 'dialler.ts',
    from: "outbox.clear('closed')",
    to: '',
  },
  {
    name: 'show the token in errors',
    file: 'link.ts',
    from: 'value: redact(url)',
    to: 'value: String(url)',
  },
  {
    name: 'go on after dispose()',
    file: 'connection.ts',
    from: 'this.#run = () => {}',
    to: '',
  },
]
