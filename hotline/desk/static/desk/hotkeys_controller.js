// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A function key presses the button that names it and is to be seen, wherever it stands in the page: <button aria-keyshortcuts="F2">. Function
// keys type nothing, so they never meddle with what is being written.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  connect() {
    addEventListener("keydown", this.press)
  }

  disconnect() {
    removeEventListener("keydown", this.press)
  }

  press = event => {
    if (!/^F\d+$/.test(event.key) || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
    const buttons = [...document.querySelectorAll(`[aria-keyshortcuts="${event.key}"]`)]
    if (!buttons.length) return
    event.preventDefault()
    buttons.find(button => button.checkVisibility() && !button.disabled)?.click()
  }
}
