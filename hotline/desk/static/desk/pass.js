// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The pass shown to the exchange. One comes with the page; a page that stays open all day fetches fresh ones,
// and a page whose web server is down goes on with the one it has.

const FRESH_MS = 6 * 60 * 60 * 1000

export class Pass {
  #token
  #since = performance.now()
  #isStale = false

  constructor({ token, address }) {
    this.#token = token
    this.address = address
  }

  markStale() {
    this.#isStale = true
  }

  async show() {
    if (this.#isStale || performance.now() - this.#since > FRESH_MS) await this.#renew()
    return this.#token
  }

  async #renew() {
    const response = await fetch(this.address, { headers: { Accept: "application/json" } }).catch(() => null)
    if (!response?.ok || response.redirected) return
    this.#token = (await response.json()).token
    this.#since = performance.now()
    this.#isStale = false
  }
}
