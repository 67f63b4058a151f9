/** What a token of the style sheet is for this element now: canvases know no `var()`. */
export function colourOf(element: HTMLElement, token: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(--${token})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
