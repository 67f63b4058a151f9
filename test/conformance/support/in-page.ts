import { runChecks } from './run-checks.ts'

declare global {
  interface Window {
    runChecks: typeof runChecks
  }
}

window.runChecks = runChecks
