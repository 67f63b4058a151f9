import { readFileSync } from 'node:fs'

const diagnostics = new URL('../diagnostics.md', import.meta.url)

/** A page for each code, made of its section in diagnostics.md. */
export default {
  watch: ['../diagnostics.md'],
  paths() {
    const [, ...sections] = readFileSync(diagnostics, 'utf8').split(/^## /m)
    return sections.map((section) => {
      const code = section.slice(0, section.indexOf('\n'))
      const text = section.slice(code.length).replaceAll(/\]\((?!https?:|#)/g, '](../')
      return {
        params: { code: code.replace('HEARTBEAT_SOCKET_', '') },
        content: `# ${code}\n${text}`,
      }
    })
  },
}
