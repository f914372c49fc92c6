// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The legs of this tab: at most one that speaks and one that rings.
import { MediaLeg } from "desk/media_leg"

export class Legs extends EventTarget {
  #legs = new Map()

  get names() {
    return [...this.#legs.values()].filter(leg => leg.isAlive).map(leg => leg.name)
  }

  get newest() {
    return [...this.#legs.values()].at(-1) ?? null
  }

  // A leg of that name, made when there is none: the same name again renegotiates it.
  ensure(name) {
    if (!this.#legs.has(name)) this.#legs.set(name, this.#make(name))
    return this.#legs.get(name)
  }

  open(name, track) {
    return this.#legs.get(name)?.open(track)
  }

  closeAllBut(...names) {
    for (const name of this.#legs.keys()) if (!names.includes(name)) this.close(name)
  }

  close(name) {
    this.#legs.get(name)?.close()
    this.#legs.delete(name)
  }

  speakWith(track) {
    return Promise.all([...this.#legs.values()].map(leg => leg.speakWith(track)))
  }

  listen() {
    this.#legs.forEach(leg => leg.listen())
  }

  #make(name) {
    const leg = new MediaLeg(name)
    leg.addEventListener("failed", () => this.dispatchEvent(new CustomEvent("failed", { detail: name })))
    return leg
  }
}
