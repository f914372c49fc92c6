// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Asks where the citizen was told to turn only when that is how it ended. Without this script it always stands there.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["place"]

  connect() {
    this.show()
  }

  show() {
    this.placeTarget.hidden = this.element.querySelector("[name=outcome]:checked")?.value !== "referred"
  }
}
