/** Why a file passes with the runtime's own class and not with ours: Markdown. */
const REASONS: Readonly<Record<string, string>> = {
  'websockets/Create-protocols-repeated-case-insensitive.any.js':
    'It wants `echo` and `eCho` to be taken for the same. [No standard says so](https://github.com/whatwg/websockets/issues/47), and no browser does.',
}

export function reasonFor(file: string): string | undefined {
  return REASONS[file]
}
