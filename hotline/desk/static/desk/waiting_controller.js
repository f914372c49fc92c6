// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// How many callers wait, for how long the first, and how many agents are there.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { clock, write } from "desk/showing"

export default class extends Controller {
  static targets = ["count", "longest", "agents"]

  connect() {
    phone.addEventListener("change", this.draw)
    this.ticking = setInterval(this.draw, 1000)
    this.draw()
  }

  disconnect() {
    phone.removeEventListener("change", this.draw)
    clearInterval(this.ticking)
  }

  draw = () => {
    const { state } = phone
    this.element.hidden = !state || phone.mode !== "on"
    if (!state) return
    write(this.countTarget, String(state.waiting))
    write(this.longestTarget, state.longest ? clock(phone.now() - state.longest) : "–")
    write(this.agentsTarget, String(state.agents))
    this.element.toggleAttribute("data-somebody", state.waiting > 0)
  }
}
