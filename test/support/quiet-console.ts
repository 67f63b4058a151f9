// Loaded before each test file: a test that leaves a warning or an error on the console fails.
import { afterEach, beforeEach, expect } from 'vitest'
import { recordConsole, takeAll } from './console.ts'

beforeEach(recordConsole)

afterEach(() => expect(takeAll(), 'unexpected console output').toEqual([]))
