// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The check before the phone can be switched on: the microphone hears something, the agent hears a tone, and
// the computer has a network address that sound can come to.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { levelOf, sound, wake } from "desk/sound"

const HEARD = 0.4 // quiet speech close to the microphone
const NEEDED = 3 // looks
const EVERY_MS = 100

export default class extends Controller {
  static targets = ["begin", "steps", "refused", "device", "meter", "silent", "heard", "toneHeard", "start", "button"]

  connect() {
    this.buttonTarget.disabled = false // from now on a press is heard
  }

  disconnect() {
    this.#stop()
  }

  async begin() {
    wake()
    if ("Notification" in window && Notification.permission === "default") Notification.requestPermission()
    await this.#listen(this.hasDeviceTarget ? this.deviceTarget.value : "")
  }

  async choose() {
    await this.#listen(this.deviceTarget.value)
  }

  tone() {
    sound({ frequencies: [523, 659], seconds: 1.2, loudness: 0.3 })
  }

  ready() {
    this.startTarget.disabled = !(this.isHeard && this.toneHeardTarget.checked)
  }

  async start() {
    const device = this.deviceTarget.value
    this.#stop()
    await phone.switchOn({ device })
  }

  async #listen(device) {
    this.#stop()
    const wish = device ? { deviceId: { exact: device } } : true
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: wish }).catch(() => null)
    this.refusedTarget.hidden = Boolean(this.stream)
    if (!this.stream) return
    this.beginTarget.hidden = true
    this.stepsTarget.hidden = false
    await this.#listDevices()
    this.#measure()
  }

  async #listDevices() {
    const devices = await navigator.mediaDevices.enumerateDevices()
    const microphones = devices.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId)
    const { deviceId } = this.stream.getAudioTracks()[0].getSettings()
    this.deviceTarget.replaceChildren(...microphones.map(microphone => {
      const isChosen = microphone.deviceId === deviceId
      return new Option(microphone.label, microphone.deviceId, isChosen, isChosen)
    }))
  }

  #measure() {
    this.level = levelOf(this.stream)
    let looks = 0
    this.measuring = setInterval(() => {
      const loud = this.level()
      this.meterTarget.value = loud
      if (loud > HEARD) looks += 1
      if (looks === NEEDED) this.#hear()
    }, EVERY_MS)
  }

  #hear() {
    this.isHeard = true
    this.heardTarget.hidden = false
    this.silentTarget.hidden = true
    this.ready()
  }

  #stop() {
    clearInterval(this.measuring)
    this.level?.stop()
    this.stream?.getTracks().forEach(track => track.stop())
    this.stream = null
  }
}
