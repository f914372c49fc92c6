// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A form that has just come into its frame is filled in at once: the keyboard is in its first field.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  enter() {
    this.element.querySelector("input:not([type=hidden]), textarea")?.focus()
  }
}
