// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Keeps a region as it stands on the server, by asking each second while somebody can see it. What is the same
// stays untouched, so the focus stays where it is; screen readers are told of alarms alone, once.
import { Controller } from "@hotwired/stimulus"
import { morphChildren } from "@hotwired/turbo"

const EVERY_MS = 1000
const PATIENCE_MS = 5000

export default class extends Controller {
  static targets = ["now", "said", "stale"]
  static values = { address: String }

  connect() {
    this.isGone = false
    this.#later()
  }

  disconnect() {
    clearTimeout(this.timer)
    this.isGone = true
  }

  #later() {
    this.timer = setTimeout(() => this.#look(), EVERY_MS)
  }

  async #look() {
    if (!document.hidden) await this.#fetch().catch(() => { this.staleTarget.hidden = false })
    if (!this.isGone) this.#later()
  }

  async #fetch() {
    const answer = await fetch(this.addressValue, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.redirected || answer.status === 403) location.reload() // signed out, or no longer a duty lead
    if (!answer.ok) throw new Error(answer.statusText)
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (this.isGone) return
    morphChildren(this.nowTarget, fresh.body)
    this.staleTarget.hidden = true
    this.#say([...this.nowTarget.querySelectorAll(".duty-alarm strong")].map(alarm => alarm.textContent).join(". "))
  }

  #say(alarms) {
    if (this.saidTarget.textContent !== alarms) this.saidTarget.textContent = alarms
  }
}
