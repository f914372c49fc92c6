// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Opens the registration of a call, and what its caller asked before, as soon as the call is answered. They stay
// until the call is registered or the next one is answered.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"

export default class extends Controller {
  static targets = ["form", "history", "unregistered", "empty", "done"]
  static values = { form: String, history: String, placeholder: String }

  connect() {
    phone.addEventListener("call", this.open)
    phone.addEventListener("change", this.look)
    this.open()
  }

  disconnect() {
    phone.removeEventListener("call", this.open)
    phone.removeEventListener("change", this.look)
  }

  open = () => {
    const { call } = phone
    if (!call) return
    this.#load(this.formTarget, this.formValue, call)
    this.#load(this.historyTarget, this.historyValue, call)
    this.emptyTarget.hidden = true
    this.isNew = true
  }

  // The first field gets the keys, unless the agent is writing somewhere else.
  begin() {
    const isWriting = document.activeElement?.matches("input, textarea, select")
    if (this.isNew && !isWriting) this.formTarget.querySelector("input:not([type=hidden])")?.focus({ preventScroll: true })
    this.isNew = false
  }

  // A call that has just ended may have become one that is not registered.
  look = () => {
    const isInCall = Boolean(phone.state?.call)
    if (this.wasInCall && !isInCall) this.#reloadList()
    this.wasInCall = isInCall
  }

  doneTargetConnected() {
    this.#reloadList()
  }

  #load(frame, address, { call }) {
    if (address) frame.src = address.replace(this.placeholderValue, encodeURIComponent(call))
  }

  async #reloadList() {
    if (!this.hasUnregisteredTarget || !this.unregisteredTarget.src) return
    const list = this.unregisteredTarget
    await list.loaded
    list.reload()
  }
}
