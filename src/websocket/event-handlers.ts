/** The listener behind an attribute `on…`: it stays registered while the handler is replaced. */
interface HandlerListener {
  value: object
  handleEvent(event: Event): void
}

/**
 * Defines the attributes `on…` of a class's events, as HTML has them (section 8.1.8.1, "Event
 * handlers"). Replacing a handler doesn't change its order among the listeners, setting it to `null`
 * does. An object is stored too, but only functions are called.
 *
 * @param keyOf - an object that belongs to one instance; throws where there is none
 */
export function defineEventHandlers(
  target: EventTarget,
  types: readonly string[],
  keyOf: (instance: any) => object,
): void {
  for (const type of types) {
    const listeners = new WeakMap<object, HandlerListener>()
    const name = `on${type}`
    // An object literal, because it gives the accessors the standard's names: `get onopen`.
    const attribute: Record<string, unknown> & ThisType<EventTarget> = {
      get [name]() {
        return listeners.get(keyOf(this))?.value ?? null
      },
      set [name](value: unknown) {
        const key = keyOf(this)
        const listener = listeners.get(key)
        if (!isObject(value)) {
          if (listener) this.removeEventListener(type, listener)
          listeners.delete(key)
        } else if (listener) {
          listener.value = value
        } else {
          listeners.set(key, createListener(this, type, value))
        }
      },
    }
    Object.defineProperties(target, Object.getOwnPropertyDescriptors(attribute))
  }
}

function createListener(target: EventTarget, type: string, value: object): HandlerListener {
  const listener: HandlerListener = {
    value,
    handleEvent(event) {
      if (typeof listener.value === 'function') listener.value.call(target, event)
    },
  }
  target.addEventListener(type, listener)
  return listener
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
