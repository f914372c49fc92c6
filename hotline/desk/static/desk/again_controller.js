// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Fetches a part of the page again that could not be fetched, until it comes. What somebody has just sent is left
// as it stands: they are told that it was not taken, and nothing they typed is lost.
import { Controller } from "@hotwired/stimulus"

const AFTER_MS = 3000

export default class extends Controller {
  sending = new WeakSet()

  connect() {
    addEventListener("turbo:submit-start", this.begin)
    addEventListener("turbo:submit-end", this.end)
    addEventListener("turbo:frame-missing", this.tryAgain)
    addEventListener("turbo:fetch-request-error", this.tryAgain)
  }

  disconnect() {
    removeEventListener("turbo:submit-start", this.begin)
    removeEventListener("turbo:submit-end", this.end)
    removeEventListener("turbo:frame-missing", this.tryAgain)
    removeEventListener("turbo:fetch-request-error", this.tryAgain)
  }

  begin = ({ target }) => this.sending.add(frameOf(target))
  end = ({ target }) => this.sending.delete(frameOf(target))

  tryAgain = ({ target }) => {
    if (target.localName !== "turbo-frame" || !target.src || this.sending.has(target)) return
    const { src } = target
    setTimeout(() => { if (target.isConnected && target.src === src) target.reload() }, AFTER_MS)
  }
}

const frameOf = form => form.closest("turbo-frame") ?? form
