// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Makes a ringing phone noticed: a sound, the title of the tab, and a notification of the desktop. The
// notification names the line and never the caller's number: others may see the screen.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { sound } from "desk/sound"

const EVERY_MS = 3000
const TAG = "hotline-ring"

export default class extends Controller {
  static values = { title: String }

  connect() {
    phone.addEventListener("change", this.look)
    this.look()
  }

  disconnect() {
    phone.removeEventListener("change", this.look)
    this.#stop()
  }

  look = () => {
    const offer = phone.ring && !phone.isAnswering ? phone.ring.offer : null
    if (offer === this.offer) return
    this.#stop()
    this.offer = offer
    if (offer) this.#start()
  }

  #start() {
    this.#sound()
    this.sounding = setInterval(() => this.#sound(), EVERY_MS)
    this.title = document.title
    document.title = `● ${this.titleValue}`
    this.#notify()
  }

  #stop() {
    clearInterval(this.sounding)
    this.notification?.close()
    this.notification = null
    if (this.title && document.title.startsWith("●")) document.title = this.title
    this.title = null
    this.offer = null
  }

  #sound() {
    for (const after of [0, 0.5]) sound({ frequencies: [440, 554], seconds: 0.4, loudness: 0.25, after })
  }

  #notify() {
    if (!("Notification" in window) || Notification.permission !== "granted") return
    this.notification = new Notification(this.titleValue, { body: phone.ring.line, tag: TAG, requireInteraction: true })
    this.notification.onclick = () => { window.focus(); this.notification?.close() }
  }
}
