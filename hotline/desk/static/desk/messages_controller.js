// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// What the duty leads want every agent to know: shown until the agent has seen it or it is over. What was seen
// stays so in all tabs of this browser. A message that stands is left alone: a live region reads what is new.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { write } from "desk/showing"

const SEEN = "hotline-messages-seen"
const REMEMBERED = 50

export default class extends Controller {
  static targets = ["pattern"]

  connect() {
    phone.addEventListener("change", this.draw)
    addEventListener("storage", this.draw)
    this.draw()
  }

  disconnect() {
    phone.removeEventListener("change", this.draw)
    removeEventListener("storage", this.draw)
  }

  draw = () => {
    const seen = this.#seen
    const wanted = new Map(phone.messages.filter(({ key }) => !seen.includes(key)).map(one => [String(one.key), one]))
    for (const shown of this.element.querySelectorAll("[data-key]")) {
      if (!wanted.delete(shown.dataset.key)) shown.remove()
    }
    wanted.forEach(message => this.element.append(this.#drawn(message)))
  }

  dismiss({ target }) {
    const { key } = target.closest("[data-key]").dataset
    localStorage.setItem(SEEN, JSON.stringify([...this.#seen, Number(key)].slice(-REMEMBERED)))
    this.draw()
  }

  #drawn({ key, by, text }) {
    const shown = this.patternTarget.content.firstElementChild.cloneNode(true)
    shown.dataset.key = key
    write(shown.querySelector("[data-part=by]"), by)
    write(shown.querySelector("[data-part=text]"), text)
    return shown
  }

  get #seen() {
    return JSON.parse(localStorage.getItem(SEEN)) ?? []
  }
}
