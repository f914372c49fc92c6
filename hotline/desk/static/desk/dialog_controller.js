// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Opens and closes a card that lies above the page.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["card"]

  open() {
    this.cardTarget.showModal()
  }

  close() {
    this.cardTarget.close()
  }
}
