// Makes what a release would publish, checks it, and publishes nothing.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatMessage } from 'publint/utils'
import { publint } from 'publint'
import { LARGEST_TARBALL, problemsOf } from './release-checks.js'
import { measure } from './size.js'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'release-'))

try {
  await tryRelease()
} finally {
  rmSync(folder, { recursive: true })
}

async function tryRelease() {
  run('npm', ['run', 'build'])
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder])
  const [{ filename, size, unpackedSize, files }] = JSON.parse(packed)
  const tarball = join(folder, filename)
  const installed = join(folder, 'package')
  mkdirSync(installed)
  run('tar', ['-xzf', tarball, '-C', folder])
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  const planned = plan()

  const problems = [
    ...problemsOf({
      planned,
      manifest,
      size,
      files,
      // From here, where what it imports is found.
      parts: await measure(join(ROOT, 'dist')),
      changelog: readFileSync(join(installed, 'CHANGELOG.md'), 'utf8'),
      licence: readFileSync(join(installed, 'LICENSE'), 'utf8'),
      workflow: readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'),
    }),
    ...(await lint(installed, manifest)),
    ...typeProblems(tarball),
  ]

  for (const file of files) console.log(`${String(file.size).padStart(8)}  ${file.path}`)
  console.log(
    `\n${manifest.name}@${planned ?? manifest.version}: ${files.length} files, ${size} of at most ` +
      `${LARGEST_TARBALL} bytes packed, ${unpackedSize} unpacked; ` +
      `access ${manifest.publishConfig.access}, provenance ${manifest.publishConfig.provenance}`,
  )
  for (const problem of problems) console.error(`✗ ${problem}`)
  if (problems.length > 0) process.exitCode = 1
  else console.log('Nothing speaks against it. Nothing was published.')
}

/** The version that the changesets lead to. */
function plan() {
  const file = join(folder, 'plan.json')
  run('npx', ['changeset', 'status', '--output', file])
  return JSON.parse(readFileSync(file, 'utf8')).releases[0]?.newVersion
}

/**
 * @param {string} pkgDir
 * @param {Record<string, unknown>} manifest
 */
async function lint(pkgDir, manifest) {
  const { messages } = await publint({ pkgDir, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, manifest)}`)
}

/** @param {string} tarball */
function typeProblems(tarball) {
  try {
    run('npx', ['attw', tarball, '--profile=esm-only', '--no-color', '--no-emoji'])
    return []
  } catch (error) {
    return [`Types: ${/** @type {{ stdout?: string }} */ (error).stdout}`]
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  return execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' })
}
