// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A <details> that is a menu: it closes when one goes elsewhere or presses Escape.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  connect() {
    addEventListener("click", this.leave)
    addEventListener("focusin", this.leave)
    this.element.addEventListener("keydown", this.escape)
  }

  disconnect() {
    removeEventListener("click", this.leave)
    removeEventListener("focusin", this.leave)
    this.element.removeEventListener("keydown", this.escape)
  }

  leave = ({ target }) => {
    if (!this.element.contains(target)) this.element.open = false
  }

  escape = ({ key }) => {
    if (key !== "Escape" || !this.element.open) return
    this.element.open = false
    this.element.querySelector("summary").focus()
  }
}
