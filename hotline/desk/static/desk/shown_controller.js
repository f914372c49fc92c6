// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A part of a page that is only to be seen in some states of the phone.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"

export default class extends Controller {
  static values = { for: String }

  connect() {
    phone.addEventListener("change", this.draw)
    this.draw()
  }

  disconnect() {
    phone.removeEventListener("change", this.draw)
  }

  draw = () => {
    this.element.hidden = !this.forValue.split(" ").includes(phone.face)
  }
}
