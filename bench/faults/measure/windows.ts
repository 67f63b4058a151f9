import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** A page in a window of its own, in a Chromium that is left as users have it. */
export class Window {
  readonly page: Page
  readonly #browser: CDPSession
  readonly #own: CDPSession
  readonly #windowId: number

  /** One at a time: which page is whose shows in the order of their coming. */
  static async open(context: BrowserContext): Promise<Window> {
    const browser = await context.browser()!.newBrowserCDPSession()
    const opened = context.waitForEvent('page')
    const { targetId } = await browser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
    })
    const page = await opened
    const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId })
    return new Window(page, browser, await context.newCDPSession(page), windowId)
  }

  private constructor(page: Page, browser: CDPSession, own: CDPSession, windowId: number) {
    this.page = page
    this.#browser = browser
    this.#own = own
    this.#windowId = windowId
  }

  /** Minimizes the window; the page learns that it is hidden. */
  async hide(): Promise<void> {
    await this.#setState('minimized')
    await this.page.waitForFunction(() => document.visibilityState === 'hidden')
  }

  /** Brings the window back. */
  async show(): Promise<void> {
    await this.#setState('normal')
    await this.page.waitForFunction(() => document.visibilityState === 'visible')
  }

  /** Freezes the page, which should be hidden, as Chromium does to save power. */
  async freeze(): Promise<void> {
    await this.#own.send('Page.setWebLifecycleState', { state: 'frozen' })
  }

  async thaw(): Promise<void> {
    await this.#own.send('Page.setWebLifecycleState', { state: 'active' })
  }

  close(): Promise<void> {
    return this.page.close()
  }

  async #setState(windowState: 'minimized' | 'normal'): Promise<void> {
    const bounds = { windowState }
    await this.#browser.send('Browser.setWindowBounds', { windowId: this.#windowId, bounds })
  }
}
