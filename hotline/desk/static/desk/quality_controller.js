// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A sign of how good the line is, judged from what arrived in the last seconds.
import { Controller } from "@hotwired/stimulus"
import { judge, measure } from "desk/line_quality"
import { phone } from "desk/phone"
import { write } from "desk/showing"

const EVERY_MS = 2000

export default class extends Controller {
  static targets = ["word"]
  static values = { words: Object }

  connect() {
    this.measuring = setInterval(() => this.#look(), EVERY_MS)
    phone.addEventListener("change", this.hide)
    this.#show(null)
  }

  disconnect() {
    phone.removeEventListener("change", this.hide)
    clearInterval(this.measuring)
  }

  hide = () => {
    if (!phone.state?.call) this.#show(null)
  }

  async #look() {
    const leg = phone.state?.call ? phone.legs.newest : null
    const now = leg && await measure(leg)
    this.#show(now && this.before ? judge(this.before, now) : null)
    this.before = now
  }

  #show(quality) {
    this.element.hidden = !quality
    if (!quality) return
    this.element.dataset.quality = quality
    write(this.wordTarget, this.wordsValue[quality])
  }
}
