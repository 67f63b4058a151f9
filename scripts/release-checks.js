/** @typedef {import('./release-checks.d.ts').Release} Release */

/** Bytes, packed: an app's developer downloads it with each install. */
export const LARGEST_TARBALL = 250_000

/** What a package needs besides the build, whatever else it has. */
const NEEDED = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']

/** @type {import('./release-checks.d.ts').checks} */
export const checks = {
  version: ({ planned, manifest, changelog }) => {
    if (planned !== undefined) return []
    if (changelog.includes(`\n## ${manifest.version}\n`)) return []
    return [`CHANGELOG.md says nothing of ${manifest.version}: run \`npx changeset\`.`]
  },

  licence: ({ manifest, licence }) =>
    licence.startsWith(`${manifest.license} License`)
      ? []
      : [`LICENSE is not the licence that package.json names, ${manifest.license}.`],

  provenance: ({ manifest, workflow }) => [
    ...(manifest.publishConfig?.provenance === true
      ? []
      : ['publishConfig.provenance is not true.']),
    ...(manifest.publishConfig?.access === 'public'
      ? []
      : ['publishConfig.access is not "public".']),
    // npm compares it with the repository of the workflow.
    ...(/^git\+https:\/\/github\.com\/[^/]+\/[^/]+\.git$/.test(manifest.repository?.url ?? '')
      ? []
      : ['repository.url is not an address on GitHub.']),
    ...(/^ *id-token: write$/m.test(workflow)
      ? []
      : ['The workflow of releases has no permission "id-token: write".']),
  ],

  contents: ({ manifest, files }) => {
    const paths = new Set(files.map(({ path }) => path))
    const missing = [...NEEDED, ...targetsOf(manifest.exports)].filter((path) => !paths.has(path))
    return missing.map((path) => `${path} is not in the tarball.`)
  },

  size: ({ size, parts }) => [
    ...(size <= LARGEST_TARBALL
      ? []
      : [`The tarball has ${size} bytes, and may have ${LARGEST_TARBALL}.`]),
    ...parts
      .filter(({ bytes, limit }) => bytes > limit)
      .map(({ name, bytes, limit }) => `${name}: ${bytes} bytes, and may have ${limit}.`),
  ],
}

/** @type {import('./release-checks.d.ts').problemsOf} */
export function problemsOf(release) {
  return Object.values(checks).flatMap((check) => check(release))
}

/**
 * The files that exports lead to.
 * @param {Release['manifest']['exports']} exports
 */
function targetsOf(exports) {
  return Object.values(exports)
    .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
    .map((path) => path.replace('./', ''))
}
