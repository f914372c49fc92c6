// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Choosing from a long list by typing: Enter takes the best match, what is chosen stays in sight. The choices are
// ordinary boxes of the form; without this script they all stand there.
import { Controller } from "@hotwired/stimulus"
import { rank } from "knowledge/matching"

const MOST_SHOWN = 8

export default class extends Controller {
  static targets = ["typing", "search", "list", "option", "status"]
  static values = { none: String, some: String, first: Boolean }

  connect() {
    this.typingTarget.hidden = false
    this.all = this.optionTargets.map((element, place) => ({
      element,
      place,
      words: element.dataset.words.split("|"),
      shortcut: element.dataset.shortcut,
      isAtHand: "atHand" in element.dataset,
    }))
    this.look()
    const nobodyWrites = !document.activeElement || document.activeElement === document.body
    if (this.firstValue && nobodyWrites) this.searchTarget.focus({ preventScroll: true })
  }

  look() {
    const typed = this.searchTarget.value.trim()
    const matching = typed ? this.#matching(typed) : this.all.filter(option => option.isAtHand)
    const shown = typed ? matching.slice(0, MOST_SHOWN) : matching
    const chosen = this.all.filter(option => box(option).checked && !shown.includes(option))
    const focused = document.activeElement
    this.all.forEach(option => option.element.hidden = !shown.includes(option) && !chosen.includes(option))
    if (!this.listTarget.contains(focused)) this.listTarget.append(...[...shown, ...chosen].map(option => option.element))
    this.statusTarget.textContent = typed ? this.#status(matching.length) : ""
  }

  press(event) {
    if (event.key === "Enter" && this.searchTarget.value.trim()) this.#take(event)
    else if (event.key === "Escape") this.#clear()
    else if (event.key === "ArrowDown") this.#enterList(event)
  }

  #take(event) {
    event.preventDefault()
    const [best] = this.#matching(this.searchTarget.value)
    if (!best) return
    box(best).checked = box(best).type === "radio" || !box(best).checked
    box(best).dispatchEvent(new Event("change", { bubbles: true }))
    this.#clear()
  }

  #clear() {
    this.searchTarget.value = ""
    this.look()
  }

  #enterList(event) {
    event.preventDefault()
    this.listTarget.querySelector(":scope > :not([hidden]) input")?.focus()
  }

  #matching(typed) {
    return this.all
      .map(option => ({ option, found: rank(typed, option) }))
      .filter(({ found }) => found !== null)
      .sort((one, other) => one.found - other.found || one.option.place - other.option.place)
      .map(({ option }) => option)
  }

  #status(count) {
    return count ? this.someValue.replace("#", count) : this.noneValue
  }
}

const box = option => option.element.querySelector("input")
