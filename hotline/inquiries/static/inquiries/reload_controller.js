// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Lets another frame on the page be fetched again, because what it shows has just changed.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static values = { frame: String }

  connect() {
    const frame = document.getElementById(this.frameValue)
    if (frame?.src) frame.reload()
  }
}
