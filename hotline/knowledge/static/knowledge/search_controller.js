// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Articles appear while somebody types. The arrows go up and down among them, Enter opens the one marked or else the
// first, Escape empties the box. Typing that has rested is told to the server, which keeps what nothing fits.
import { Controller } from "@hotwired/stimulus"
import { neighbour, showMarked } from "knowledge/marking"

const PAUSE = 120
const REST = 2500

export default class extends Controller {
  static targets = ["typing", "option", "status"]
  static values = { address: String, opens: String, authority: String, language: String, some: String, none: String, least: { type: Number, default: 1 } }

  connect() {
    this.frame = this.element.querySelector("turbo-frame")
    this.#mark(null)
  }

  disconnect() { this.#forgetTimers() }

  authorityValueChanged() { if (this.frame && this.#typed) this.#ask() } // not before it is connected

  type() {
    this.#forgetTimers()
    this.isWaiting = true
    this.soon = setTimeout(() => this.#ask(), PAUSE)
    this.later = setTimeout(() => this.#ask({ settled: true }), REST)
  }

  press(event) {
    const keys = { ArrowDown: () => this.#move(1), ArrowUp: () => this.#move(-1), Enter: () => this.#take(), Escape: () => this.#empty() }
    if (event.isComposing || !keys[event.key] || !this.#typed) return
    event.preventDefault()
    keys[event.key]()
  }

  choose(event) {
    const { code, topic, topicKey } = event.currentTarget.dataset
    const chosen = this.dispatch("chosen", { detail: { code, topic, topicKey }, cancelable: true })
    if (chosen.defaultPrevented) event.preventDefault()
  }

  get #typed() { return this.typingTarget.value.trim() }

  #ask({ settled = false } = {}) {
    clearTimeout(this.soon)
    if (this.#typed.length < this.leastValue) return this.#showNothing()
    const address = new URL(this.addressValue, window.location.href)
    const given = { q: this.#typed, opens: this.opensValue, authority: this.authorityValue, written_in: this.languageValue, settled: settled ? "1" : "" }
    Object.entries(given).forEach(([name, value]) => value && address.searchParams.set(name, value))
    this.frame.src = address.href
  }

  show() {
    this.isWaiting = false
    this.#mark(null)
    const count = this.optionTargets.length
    this.statusTarget.textContent = count ? this.someValue.replace("#", count) : this.noneValue
    if (this.isTaking) this.optionTargets[0]?.click()
    this.isTaking = false
  }

  #move(step) {
    this.#mark(neighbour(this.optionTargets, this.marked, step))
  }

  #mark(option) {
    this.marked = option
    showMarked(this.typingTarget, this.optionTargets, option)
  }

  #take() {
    if (this.isWaiting) {
      this.isTaking = true
      this.#ask()
    } else (this.marked ?? this.optionTargets[0])?.click()
  }

  #empty() {
    this.typingTarget.value = ""
    this.#showNothing()
  }

  #showNothing() {
    this.#forgetTimers()
    this.isWaiting = this.isTaking = false
    this.statusTarget.textContent = ""
    this.frame.removeAttribute("src")
    this.frame.replaceChildren()
    this.#mark(null)
  }

  #forgetTimers() {
    clearTimeout(this.soon)
    clearTimeout(this.later)
  }
}
