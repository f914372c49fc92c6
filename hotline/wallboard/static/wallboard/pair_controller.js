// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A screen that shows its code asks every few seconds whether somebody has entered it.
import { Controller } from "@hotwired/stimulus"

const ASKED_EVERY = 3000

export default class extends Controller {
  static values = { url: String }

  connect() {
    this.asking = setInterval(this.ask, ASKED_EVERY)
  }

  disconnect() {
    clearInterval(this.asking)
  }

  ask = async () => {
    const answer = await fetch(this.urlValue).catch(() => null)
    if (answer?.status === 200) location.reload()
  }
}
