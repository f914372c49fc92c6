// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The open article as text, for reading aloud or for a mail; where copying is forbidden it is marked instead.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["text", "status"]
  static values = { copied: String, notCopied: String }

  async copy() {
    const isCopied = await navigator.clipboard?.writeText(this.textTarget.innerText).then(() => true, () => false)
    if (!isCopied) getSelection().selectAllChildren(this.textTarget)
    this.statusTarget.textContent = isCopied ? this.copiedValue : this.notCopiedValue
  }
}
