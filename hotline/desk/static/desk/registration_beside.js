// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The registration beside the answers: which call it is of, where the citizen belongs, and its topics.
import { phone } from "desk/phone"

export class RegistrationBeside {
  constructor(element) {
    this.element = element
  }

  get form() {
    return this.element.querySelector("form.registration")
  }

  // The call that goes on or is being registered.
  get call() {
    return phone.state?.call || this.form ? phone.call?.call ?? "" : ""
  }

  get authority() {
    const home = this.element.querySelector("input[name=home]:checked")?.value ?? ""
    return /^\d+$/.test(home) ? home : ""
  }

  // An agent who goes on to another article means the other topic, unless the first one was ticked by hand.
  propose(topic) {
    const box = this.element.querySelector(`input[name=topics][value="${topic}"]`)
    if (!box) return ""
    if (this.ticked?.isConnected && this.ticked !== box) tick(this.ticked, false)
    this.ticked = box.checked ? null : box
    tick(box, true)
    return ownText(box.labels[0])
  }

  // To the next thing to be filled in, if there is one.
  goOn() {
    const next = this.element.querySelector("#home-search")
    if (!next?.checkVisibility()) return false
    next.focus({ preventScroll: true })
    return true
  }
}

function tick(box, isTicked) {
  box.checked = isTicked
  box.dispatchEvent(new Event("change", { bubbles: true }))
}

// Without its key and what it is part of.
const ownText = label => [...label.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.textContent).join("").trim()
