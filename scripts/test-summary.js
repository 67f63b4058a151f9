// Prints how many tests passed and failed, from the file that Vitest's JSON reporter wrote.
import { existsSync, readFileSync } from 'node:fs'

const [file = ''] = process.argv.slice(2)
const { passed, failed } = count(read(file))
console.log(`${passed} passed, ${failed} failed`)

/** @param {string} path */
function read(path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return text === '' ? null : JSON.parse(text)
}

/** @param {any} results */
function count(results) {
  // The run ended before there was anything to report: that is a failure too.
  if (results === null) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests, testResults, success } = results
  // A file that doesn't load fails without a test that could be counted.
  const broken = testResults.filter(
    (/** @type {any} */ { status, assertionResults }) =>
      status === 'failed' && assertionResults.length === 0,
  ).length
  const failed = numFailedTests + broken
  return { passed, failed: success ? failed : Math.max(failed, 1) }
}
