// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Shows what the server sends as it comes, and says plainly when nothing comes any more.
// What is shown is the server's own; here only clocks are driven on, from the instants that stand beside them.
import { Controller } from "@hotwired/stimulus"
import { morphChildren } from "@hotwired/turbo"

const SILENCE = 5000
const DEAD = 20000 // a connection over which nothing comes is given up, whatever the network believes
const ASKED_AGAIN_AFTER = 3000

export default class extends Controller {
  static targets = ["region", "lost", "lostAt"]
  static values = { url: String }

  connect() {
    this.heardAt = Date.now()
    this.#listen()
    this.ticking = setInterval(this.tick, 500)
    this.#drive()
  }

  disconnect() {
    this.source.close()
    clearInterval(this.ticking)
  }

  tick = () => {
    this.#show(Date.now() - this.heardAt > SILENCE)
    this.#drive()
    if (this.source.readyState === EventSource.CLOSED) this.#askAgain()
    else if (Date.now() - this.openedAt > DEAD && Date.now() - this.heardAt > DEAD) this.#listen()
  }

  #listen() {
    this.source?.close()
    this.openedAt = Date.now()
    this.source = new EventSource(this.urlValue)
    this.source.onmessage = ({ data }) => this.#replace(data)
    this.source.addEventListener("beat", ({ data }) => this.#hear(Number(data)))
  }

  // What stays the same keeps its place: who has scrolled a table is not thrown back.
  #replace(html) {
    const next = new DOMParser().parseFromString(html, "text/html").body
    this.#drive(next)
    morphChildren(this.regionTarget, next)
  }

  // Every message is followed by a beat, which tells the time by the server's clock.
  #hear(now) {
    this.heardAt = Date.now()
    this.offset = now - this.heardAt
    this.#show(false)
    this.#drive()
  }

  #show(isLost) {
    if (this.element.hasAttribute("data-lost") === isLost && this.lostTarget.hidden === !isLost) return
    this.element.toggleAttribute("data-lost", isLost)
    const at = new Date(this.heardAt)
    this.lostAtTarget.textContent = [at.getHours(), at.getMinutes()].map(part => String(part).padStart(2, "0")).join(".")
    this.lostTarget.hidden = !isLost
  }

  // How long something has lasted, minutes and seconds, by the server's clock. It stands still with the line.
  #drive(region = this.regionTarget) {
    if (this.element.hasAttribute("data-lost")) return
    for (const clock of region.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() + (this.offset ?? 0) - Number(clock.dataset.since)) / 1000))
      const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
      if (clock.textContent !== text) clock.textContent = text
    }
  }

  // The server refuses: signed out, taken out of use, or another version. The whole page is asked for anew.
  async #askAgain() {
    if (this.asking) return
    this.asking = true
    await new Promise(done => setTimeout(done, ASKED_AGAIN_AFTER))
    const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null)
    if (answer?.ok) location.reload()
    else this.asking = false
  }
}
