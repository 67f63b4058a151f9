// Loaded before each test file that shares its process: a test that fails while the timers are faked
// would leave them so to the next file, where whatever waits for real time would hang.
import { afterAll, vi } from 'vitest'

afterAll(() => void vi.useRealTimers())
