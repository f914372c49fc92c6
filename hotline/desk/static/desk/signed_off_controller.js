// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Says who has ended this agent's session, until the agent takes calls again.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { write } from "desk/showing"

export default class extends Controller {
  static values = { words: String }

  connect() {
    phone.addEventListener("change", this.draw)
    this.draw()
  }

  disconnect() {
    phone.removeEventListener("change", this.draw)
  }

  draw = () => {
    const by = phone.state?.ended_by
    write(this.element, by ? this.wordsValue.replace("#", by) : "")
  }
}
