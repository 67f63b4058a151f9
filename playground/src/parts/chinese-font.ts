const SIZE = 24

/**
 * Whether a font here draws Chinese. Without one the browser draws the same box for every character,
 * those that no font can have among them.
 */
export function drawsChinese(document: Document): boolean {
  const draw = (text: string): string | undefined => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = SIZE
    const context = canvas.getContext('2d')
    if (!context) return undefined
    context.font = `${SIZE * 0.8}px system-ui, sans-serif`
    context.fillText(text, 0, SIZE * 0.8)
    return canvas.toDataURL()
  }
  const pictures = ['中', '文', '语'].map(draw)
  return pictures[0] === undefined || new Set(pictures).size === pictures.length
}
