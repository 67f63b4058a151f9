export interface FoundWebKit {
  /** WebDriver for WebKitGTK. */
  driver: string
  /** A display without a screen, which its browser wants. */
  display: string
  browser: string
}

/** WebKitGTK's driver and its browser, where Debian's `webkit2gtk-driver` and `xvfb` put them. */
export function findWebKit(): FoundWebKit | { problem: string }
