import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Application, type ProjectReflection, type TypeDocOptions } from 'typedoc'
import { MarkdownPageEvent, type PluginOptions } from 'typedoc-plugin-markdown'
import { alias, entries } from '../../entries.ts'

const FOLDER = fileURLToPath(new URL('../api', import.meta.url))

/** Generated pages have no source to edit. */
const FRONT_MATTER = '---\neditLink: false\n---\n\n'

const OPTIONS: Partial<TypeDocOptions & PluginOptions> = {
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: Object.values(entries),
  tsconfig: fileURLToPath(new URL('../../tsconfig.build.json', import.meta.url)),
  // `npm run typecheck` finds these.
  skipErrorChecking: true,
  readme: 'none',
  disableSources: true,
  excludePrivate: true,
  excludeExternals: true,
  // Types that only the types of others consist of are not exported.
  validation: { notDocumented: true, invalidLink: true, notExported: false },
  // Members that stand in a standard, or in another type of ours, are explained there.
  requiredToBeDocumented: [
    'Class',
    'Interface',
    'TypeAlias',
    'Function',
    'Variable',
    'Method',
    'GetSignature',
  ],
  logLevel: 'Warn',
  outputs: [{ name: 'markdown', path: FOLDER }],
  router: 'module',
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
}

/**
 * Writes a page for each entry of package.json into `docs/api`, from the comments of the sources.
 *
 * @returns the names of the entries
 * @throws if something public has no comment, or a comment links to nothing
 */
export async function writeApi(): Promise<string[]> {
  const app = await Application.bootstrapWithPlugins(OPTIONS)
  app.renderer.on(MarkdownPageEvent.END, (page: MarkdownPageEvent) => {
    page.contents = FRONT_MATTER + page.contents
  })
  const project = await app.convert()
  if (project !== undefined) {
    nameModules(project)
    app.validate(project)
    rmSync(FOLDER, { recursive: true, force: true })
    await app.generateOutputs(project)
  }
  if (app.logger.hasWarnings() || app.logger.hasErrors()) throw new Error('See the warnings above.')
  return Object.keys(alias).toSorted()
}

/** Names each module as it is imported; TypeDoc names it by the path of its file. */
function nameModules({ children = [] }: ProjectReflection): void {
  const [main] = Object.keys(alias).toSorted()
  for (const module of children) {
    module.name = module.name === 'index' ? main! : `${main}/${module.name}`
  }
}
