import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { findWebKit } from '../../../scripts/find-webkit.js'

/** A page in WebKitGTK, which speaks WebDriver. */
export interface WebKitPage {
  open(url: string): Promise<void>
  back(): Promise<void>
  /** The tab that commands are for, as the driver names it. */
  tab(): Promise<string>
  /** Opens another tab, which commands are for from now on; returns its name. */
  newTab(): Promise<string>
  /** Commands are for this tab from now on. */
  switchTo(tab: string): Promise<void>
  /** Closes the tab that commands are for; they are for none then. */
  closeTab(): Promise<void>
  /** Runs the function in the page. */
  evaluate<Result, Args extends unknown[]>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>
  close(): Promise<void>
}

const STARTS_WITHIN = 30_000

/** Starts WebKitGTK; `null`, and said on the console, where it is not installed. */
export async function openWebKit(): Promise<WebKitPage | null> {
  const found = findWebKit()
  if ('problem' in found) {
    if (process.env.CI === 'true') throw new Error(`WebKitGTK: ${found.problem}`)
    console.log(`Left out: WebKitGTK (${found.problem})`)
    return null
  }
  const { process: display, name } = await startDisplay(found.display)
  const port = await freePort()
  const driver = spawn(found.driver, [`--port=${port}`], {
    stdio: 'ignore',
    // Without a language `navigator.language` is no language tag.
    env: { ...process.env, DISPLAY: name, LANG: 'en_US.UTF-8' },
  })
  const end = (): void => [driver, display].forEach((program) => void program.kill())
  try {
    return await openPage(`http://127.0.0.1:${port}`, found.browser, end)
  } catch (error) {
    end()
    throw error
  }
}

async function openPage(driver: string, binary: string, end: () => void): Promise<WebKitPage> {
  const command = async (method: string, path: string, body?: object): Promise<any> => {
    const init = body ? { method, body: JSON.stringify(body) } : { method }
    const response = await fetch(driver + path, init)
    const { value } = (await response.json()) as { value: any }
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`)
    return value
  }
  await reached(driver)
  const { sessionId } = await command('POST', '/session', {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } },
    },
  })
  const session = `/session/${sessionId}`
  return {
    open: (url) => command('POST', `${session}/url`, { url }),
    back: () => command('POST', `${session}/back`, {}),
    tab: () => command('GET', `${session}/window`),
    async newTab() {
      const { handle } = await command('POST', `${session}/window/new`, { type: 'tab' })
      await command('POST', `${session}/window`, { handle })
      return handle
    },
    switchTo: (handle) => command('POST', `${session}/window`, { handle }),
    closeTab: () => command('DELETE', `${session}/window`),
    evaluate: (run, ...args) =>
      command('POST', `${session}/execute/sync`, {
        script: `return (${run}).apply(null, arguments)`,
        args,
      }),
    async close() {
      await command('DELETE', session)
      end()
    },
  }
}

/** Waits until the driver answers. */
async function reached(driver: string): Promise<void> {
  const until = Date.now() + STARTS_WITHIN
  for (;;) {
    try {
      await fetch(`${driver}/status`)
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Starts a display without a screen, on the first number that is free. */
async function startDisplay(path: string): Promise<{ process: ChildProcess; name: string }> {
  const display = spawn(path, ['-displayfd', '3', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise<string>((resolve, reject) => {
    display.once('error', reject)
    display.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    display.stdio[3]!.once('data', (data: Buffer) => resolve(String(data).trim()))
  })
  return { process: display, name: `:${number}` }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
