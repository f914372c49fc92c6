// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The browser as a citizen's telephone: rings the line through the exchange's socket, for demonstrations.
import { Controller } from "@hotwired/stimulus"
import { MediaLeg } from "desk/media_leg"
import { clock, write } from "desk/showing"
import { sound } from "desk/sound"

const KEY_ROWS = [697, 770, 852, 941]
const KEY_COLUMNS = [1209, 1336, 1477]
const KEYPAD = "123456789*0#"

export default class extends Controller {
  static targets = ["called", "status", "clock", "call", "hangUp", "digit"]
  static values = { address: String, token: String, words: Object }

  connect() {
    this.ticking = setInterval(() => this.#tick(), 500)
    this.#show("idle")
  }

  disconnect() {
    clearInterval(this.ticking)
    this.hangUp()
  }

  async call() {
    this.#show("ringing")
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    if (!this.stream) return this.#end("microphone")
    this.leg = new MediaLeg("citizen")
    this.leg.addEventListener("failed", () => this.#end("failed"))
    const sdp = await this.leg.offer(this.stream.getAudioTracks()[0])
    this.#connect({ type: "call", sdp, called: this.calledTarget.value })
  }

  hangUp() {
    this.#send({ type: "hangup" })
    this.#end("idle")
  }

  press({ params: { digit } }) {
    const at = KEYPAD.indexOf(digit)
    sound({ frequencies: [KEY_ROWS[Math.floor(at / 3)], KEY_COLUMNS[at % 3]], seconds: 0.15 })
    this.#send({ type: "digit", digit: String(digit) })
  }

  #connect(call) {
    const socket = this.socket = new WebSocket(this.addressValue)
    socket.onopen = () => {
      this.#send({ type: "hello", token: this.tokenValue, tab: "citizen", legs: [] })
      this.#send(call)
    }
    socket.onmessage = ({ data }) => this.#heard(JSON.parse(data))
    socket.onclose = () => this.#end("lost")
  }

  #heard(message) {
    if (message.type === "answer") this.#answered(message)
    if (message.type === "hangup") this.#end(message.reason || "ended")
  }

  #send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message))
  }

  async #answered({ sdp }) {
    if (this.since) return
    this.since = performance.now()
    await this.leg?.accept(sdp)
    this.#show("connected")
  }

  #end(face) {
    if (this.socket) this.socket.onclose = null
    this.socket?.close()
    this.leg?.close()
    this.stream?.getTracks().forEach(track => track.stop())
    this.socket = this.leg = this.stream = this.since = null
    this.#show(face)
  }

  #show(face) {
    const isUp = ["ringing", "connected"].includes(face)
    this.element.dataset.face = face
    write(this.statusTarget, this.wordsValue[face] ?? this.wordsValue.ended)
    this.callTarget.disabled = isUp
    for (const key of [this.hangUpTarget, ...this.digitTargets]) key.disabled = !isUp
    this.#tick()
  }

  #tick() {
    write(this.clockTarget, this.since ? clock(performance.now() - this.since) : "")
  }
}
