import { expect, it } from 'vitest'
import { reportBehind } from './support/translations.ts'

it('no translation lags behind its original', () => {
  expect(reportBehind()).toEqual([])
})
