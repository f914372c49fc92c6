// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The one connection to the exchange. It comes back by itself, and proves several times a second that this
// tab is awake: a ping is answered within the event that brings it, which a frozen or sleeping tab cannot do.
//
// Events: "open", "closed", "refused" (the pass is not accepted), and one for each message, by its type.

const WAITS_MS = [200, 300, 300, 300, 400, 500, 500, 1000, 2000] // an exchange that died is back within two seconds
const SILENCE_MS = 3000 // the exchange pings several times a second
const OPENING_MS = 5000 // more, before its first word
const PASS_REFUSED = 4401

export class LineSocket extends EventTarget {
  #socket = null
  #timer = null
  #watch = null
  #attempts = 0
  #heardAt = 0

  // hello: makes the first message, and may take its time; health: {ready, problem} at this instant
  constructor({ address, hello, health }) {
    super()
    Object.assign(this, { address, hello, health })
  }

  open() {
    this.#socket = new WebSocket(this.address)
    this.#heardAt = performance.now() + OPENING_MS
    this.#socket.onopen = async () => this.send(await this.hello())
    this.#socket.onmessage = ({ data }) => this.#heard(JSON.parse(data))
    this.#socket.onclose = ({ code }) => this.#closed(code)
    this.#watch = setInterval(() => this.#listenForSilence(), 1000)
  }

  close() {
    clearTimeout(this.#timer)
    this.#letGo()
  }

  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  // Try at once instead of waiting for the next turn: the network or the tab has come back.
  hurry() {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    this.open()
  }

  #heard(message) {
    this.#heardAt = performance.now()
    if (message.type === "ping") {
      this.send({ type: "pong", n: message.n, ...this.health() })
      return
    }
    if (message.type === "welcome") this.#attempts = 0
    this.dispatchEvent(new CustomEvent(message.type, { detail: message }))
  }

  #closed(code) {
    this.#letGo()
    this.dispatchEvent(new Event(code === PASS_REFUSED ? "refused" : "closed"))
    const wait = WAITS_MS[Math.min(this.#attempts++, WAITS_MS.length - 1)]
    this.#timer = setTimeout(() => { this.#timer = null; this.open() }, wait * (0.75 + Math.random() / 2))
  }

  // A dead network closes nothing: what has been silent for long is given up, without waiting for its farewell.
  #listenForSilence() {
    if (performance.now() - this.#heardAt > SILENCE_MS) this.#closed()
  }

  #letGo() {
    clearInterval(this.#watch)
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}
