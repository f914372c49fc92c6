// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Keeps the phone through whatever page comes next: a page without it gets it, a page that could not be
// fetched is not gone to, and leaving altogether in mid-call asks first.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"

export default class extends Controller {
  connect() {
    addEventListener("beforeunload", this.ask)
    addEventListener("submit", this.leave)
    addEventListener("turbo:before-render", this.carryOver)
    addEventListener("turbo:fetch-request-error", this.stay)
    addEventListener("turbo:frame-missing", this.stayInFrame)
    addEventListener("turbo:frame-load", this.forget)
    addEventListener("turbo:load", this.forget)
  }

  disconnect() {
    removeEventListener("beforeunload", this.ask)
    removeEventListener("submit", this.leave)
    removeEventListener("turbo:before-render", this.carryOver)
    removeEventListener("turbo:fetch-request-error", this.stay)
    removeEventListener("turbo:frame-missing", this.stayInFrame)
    removeEventListener("turbo:frame-load", this.forget)
    removeEventListener("turbo:load", this.forget)
  }

  ask = event => {
    if (phone.isInCall) event.preventDefault()
  }

  // Who signs out of the pages signs off the line; in mid-call the browser asks first.
  leave = ({ target }) => {
    if (target.matches("[data-signs-out]") && !phone.isInCall) phone.leave()
  }

  // Turbo keeps a permanent element where both pages have it; error pages it would put in place whole.
  carryOver = ({ detail }) => {
    if (!this.#isNeeded) return
    const dock = this.element
    if (!detail.newBody.querySelector(`#${dock.id}`)) detail.newBody.prepend(dock.cloneNode(false))
    const render = detail.render
    detail.render = (current, next) => {
      next.querySelector(`#${dock.id}`)?.replaceWith(dock) // gone already where Turbo keeps it itself
      return render(current, next)
    }
  }

  stay = event => {
    if (!this.#isNeeded) return
    event.preventDefault()
    this.#tell(event.target.localName === "turbo-frame" ? "frame" : "page")
  }

  stayInFrame = event => {
    event.preventDefault()
    this.#tell("frame")
  }

  forget = () => {
    if (["page", "frame"].includes(phone.trouble)) this.#tell("")
  }

  #tell(trouble) {
    phone.trouble = trouble
    phone.dispatchEvent(new Event("change"))
  }

  get #isNeeded() {
    return ["connecting", "on"].includes(phone.mode)
  }
}
