import { WebSocket } from 'ws'

/**
 * A client of heartbeat.v1 with a real socket, written from the page of the protocol: it takes
 * nothing from the library. It reconnects at once whenever its link ends.
 */
export class ProtocolClient {
  readonly received: any[] = []
  readonly confirmed: number[] = []
  readonly closes: number[] = []
  openings = 0
  welcomes = 0
  recoveredOpenings = 0
  /** Where its next link goes. */
  url: string
  #auth: unknown
  #session = Array.from({ length: 22 }, () => Math.floor(Math.random() * 36).toString(36)).join('')
  #socket: WebSocket | null = null
  #position: [string, number] | undefined
  #next = 1
  #inFlight: { number: number; text: string }[] = []
  /** How many of those in flight have been sent on this link. */
  #transmitted = 0
  #isWelcome = false
  #isStopped = false
  #onChange: () => void = () => {}

  constructor(url: string, auth: unknown) {
    this.url = url
    this.#auth = auth
    this.#connect()
  }

  /** The number of its position. */
  get position(): number | undefined {
    return this.#position?.[1]
  }

  get inFlight(): number {
    return this.#inFlight.length
  }

  /** Resolves when something has happened here, and this is true. */
  until(isReached: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onChange = () => void (isReached() && resolve())
      this.#onChange()
    })
  }

  send(message: unknown): void {
    const one = { number: this.#next++, text: JSON.stringify(message) }
    this.#inFlight.push(one)
    if (this.#isWelcome) this.#transmit()
  }

  /** The link is lost without a word. */
  cut(): void {
    this.#socket?.terminate()
  }

  stop(): void {
    this.#isStopped = true
    this.#socket?.terminate()
  }

  #connect(): void {
    if (this.#isStopped) return
    const socket = new WebSocket(this.url, 'heartbeat.v1')
    this.#socket = socket
    this.#isWelcome = false
    socket.on('error', () => {})
    socket.on('open', () => {
      this.openings++
      const first = this.#inFlight[0]?.number ?? this.#next
      const hello = [this.#session, this.openings]
      socket.send(JSON.stringify({ hello, at: this.#position, first, auth: this.#auth }))
    })
    socket.on('message', (data) => this.#receive(String(data)))
    socket.on('close', (code) => {
      this.closes.push(code)
      this.#connect()
      this.#onChange()
    })
  }

  #receive(frame: string): void {
    if (frame.startsWith('{')) this.#control(JSON.parse(frame))
    else {
      const space = frame.indexOf(' ')
      const number = Number(frame.slice(0, space))
      if (number > this.#position![1]) {
        this.#position = [this.#position![0], number]
        this.received.push(JSON.parse(frame.slice(space + 1)))
      }
    }
    this.#onChange()
  }

  #control(control: any): void {
    if (control.welcome) {
      this.#position = control.welcome
      if (control.recovered) this.recoveredOpenings++
      this.#isWelcome = true
      this.welcomes++
      this.#transmitted = 0
      this.#confirm(control.in)
      this.#transmit()
    }
    if (control.ack !== undefined) this.#confirm(control.ack)
    if (control.at > this.#position![1]) this.#position = [this.#position![0], control.at]
  }

  #confirm(upTo: number): void {
    while (this.#inFlight[0] && this.#inFlight[0].number <= upTo) {
      this.confirmed.push(this.#inFlight.shift()!.number)
      this.#transmitted = Math.max(0, this.#transmitted - 1)
    }
    this.#transmit()
  }

  /** Sends what is not on this link yet, as far as the window of 256 goes. */
  #transmit(): void {
    while (this.#transmitted < Math.min(256, this.#inFlight.length)) {
      const { number, text } = this.#inFlight[this.#transmitted++]!
      this.#socket!.send(`${number} ${text}`)
    }
  }
}
