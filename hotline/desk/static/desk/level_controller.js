// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// How loud the agent's own voice is while talking: who is not heard sees it at once.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { levelOf } from "desk/sound"

const EVERY_MS = 200

export default class extends Controller {
  connect() {
    phone.addEventListener("change", this.look)
    this.look()
  }

  disconnect() {
    phone.removeEventListener("change", this.look)
    this.#stop()
  }

  look = () => {
    const stream = phone.face === "talking" ? phone.microphone.stream : null
    this.element.hidden = !stream
    if (stream === this.stream) return
    this.#stop()
    if (stream) this.#start(stream)
  }

  #start(stream) {
    this.stream = stream
    this.level = levelOf(stream)
    this.measuring = setInterval(() => { this.element.value = this.level() }, EVERY_MS)
  }

  #stop() {
    clearInterval(this.measuring)
    this.level?.stop()
    this.stream = this.level = null
  }
}
