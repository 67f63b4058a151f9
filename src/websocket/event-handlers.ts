/** A handler that was set as `on…`, at its place among the listeners. */
interface Place {
  value: object
  handleEvent(event: Event): void
}

/**
 * Gives a class the attributes `on…` of its events, as HTML has them (section 8.1.8.1, "Event
 * handlers"): a handler keeps its place among the listeners when another replaces it, and loses it
 * when it is set to `null`; an object is kept, but only functions are called.
 *
 * @param keyOf - an object that belongs to one instance; throws where there is none
 */
export function defineEventHandlers(
  target: EventTarget,
  types: readonly string[],
  keyOf: (instance: any) => object,
): void {
  for (const type of types) {
    const places = new WeakMap<object, Place>()
    const name = `on${type}`
    // As accessors, for their names: `get onopen`.
    const attribute: Record<string, unknown> & ThisType<EventTarget> = {
      get [name]() {
        return places.get(keyOf(this))?.value ?? null
      },
      set [name](value: unknown) {
        const key = keyOf(this)
        const place = places.get(key)
        if (!isObject(value)) {
          if (place) this.removeEventListener(type, place)
          places.delete(key)
        } else if (place) {
          place.value = value
        } else {
          places.set(key, createPlace(this, type, value))
        }
      },
    }
    Object.defineProperties(target, Object.getOwnPropertyDescriptors(attribute))
  }
}

function createPlace(target: EventTarget, type: string, value: object): Place {
  const place: Place = {
    value,
    handleEvent(event) {
      if (typeof place.value === 'function') place.value.call(target, event)
    },
  }
  target.addEventListener(type, place)
  return place
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
