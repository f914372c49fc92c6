// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Makes a CPR number unreadable as soon as it is typed or pasted, and says so.
import { Controller } from "@hotwired/stimulus"
import { mask } from "people/cpr_guard"

export default class extends Controller {
  static targets = ["text", "warning"]

  connect() {
    this.guard()
  }

  guard() {
    const { value, selectionEnd } = this.textTarget
    const masked = mask(value)
    if (masked === value) return
    const fromEnd = value.length - selectionEnd
    this.textTarget.value = masked
    this.textTarget.selectionEnd = this.textTarget.selectionStart = Math.max(masked.length - fromEnd, 0)
    this.warningTarget.firstElementChild.hidden = false
  }
}
