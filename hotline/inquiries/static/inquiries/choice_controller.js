// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Choosing from a long list by typing: Enter takes the best match, a digit the one it stands at, what is chosen stays
// in sight, and the keyboard goes on. The choices are ordinary boxes of the form; without this script they all stand
// there. Where the articles are searched beside it, one of them ticks its topic.
import { Controller } from "@hotwired/stimulus"
import { box, optionsOf, showNumber } from "inquiries/options"
import { bestFirst } from "knowledge/matching"

const MOST_SHOWN = 8

export default class extends Controller {
  static targets = ["typing", "search", "list", "option", "status"]
  static values = { none: String, some: String, first: Boolean, next: String, numbered: Boolean }

  connect() {
    this.typingTarget.hidden = false
    this.all = optionsOf(this.optionTargets)
    this.look()
    const nobodyWrites = !document.activeElement || document.activeElement === document.body
    if (this.firstValue && nobodyWrites) this.searchTarget.focus({ preventScroll: true })
  }

  look() {
    const typed = this.searchTarget.value.trim()
    const meant = typed ? bestFirst(typed, this.all) : this.all.filter(option => option.isAtHand)
    const shown = this.shown = typed ? meant.slice(0, MOST_SHOWN) : meant
    const chosen = this.all.filter(option => box(option).checked && !shown.includes(option))
    const focused = document.activeElement
    this.all.forEach(option => option.element.hidden = !shown.includes(option) && !chosen.includes(option))
    if (!this.listTarget.contains(focused)) this.listTarget.append(...[...shown, ...chosen].map(option => option.element))
    if (this.numberedValue) this.all.forEach(option => showNumber(option, typed ? shown.indexOf(option) + 1 : 0))
    this.statusTarget.textContent = typed ? this.#status(meant.length) : ""
  }

  press(event) {
    const typed = this.searchTarget.value.trim()
    if (event.key === "Escape") this.#clear()
    else if (event.key === "ArrowDown" && this.shown.length) this.#enterList(event)
    else if (event.key === "Enter" && !typed) this.#sendIfChosen(event)
    else this.#take(event, event.key === "Enter" ? this.shown[0] : this.#named(event, typed))
  }

  // An article was chosen among those found: its topic is meant.
  takeTopic(event) {
    event.preventDefault()
    const option = this.all.find(one => box(one).value === event.detail.topicKey)
    if (option) this.#tick(option, true)
  }

  // What a key alone stands for: the topic's own before anything is typed, then the number in the list.
  #named({ key, ctrlKey, altKey, metaKey }, typed) {
    if (!/^\d$/.test(key) || ctrlKey || altKey || metaKey) return null
    if (!typed) return this.all.find(option => option.shortcut === key)
    return this.numberedValue ? this.shown[key - 1] : null
  }

  #take(event, option) {
    if (event.key === "Enter") event.preventDefault()
    if (!option) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#tick(option, box(option).type === "radio" || !box(option).checked)
  }

  #tick(option, isTicked) {
    box(option).checked = isTicked
    box(option).dispatchEvent(new Event("change", { bubbles: true }))
    this.#clear()
    if (isTicked && this.nextValue) document.getElementById(this.nextValue)?.focus({ preventScroll: true })
  }

  // Enter in an empty box sends the form, but not before something is chosen here.
  #sendIfChosen(event) {
    if (!this.all.some(option => box(option).checked)) event.preventDefault()
  }

  #clear() {
    this.searchTarget.value = ""
    this.searchTarget.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #enterList(event) {
    event.preventDefault()
    event.stopImmediatePropagation()
    this.listTarget.querySelector(":scope > :not([hidden]) input")?.focus()
  }

  #status(count) {
    return count ? this.someValue.replace("#", count) : this.noneValue
  }
}
