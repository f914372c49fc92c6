// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The microphone, kept open while the phone is on: that it is there is part of the proof that this tab can ring.
// Says "change" whenever it is lost or comes back.

const WISHES = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
const KEPT_DEVICE = "hotline-microphone"

export class Microphone extends EventTarget {
  stream = null
  problem = ""
  #permission = null
  #isWanted = false

  get track() {
    return this.stream?.getAudioTracks()[0] ?? null
  }

  get isLive() {
    return this.track?.readyState === "live" && this.problem !== "microphone"
  }

  get device() {
    return this.track?.getSettings().deviceId ?? ""
  }

  async open(device = localStorage.getItem(KEPT_DEVICE) ?? "") {
    this.#isWanted = true
    const stream = await listen({ ...WISHES, ...(device && { deviceId: { ideal: device } }) })
    this.#stop()
    this.stream = stream
    if (device) localStorage.setItem(KEPT_DEVICE, device)
    this.track.onended = () => this.#changed("microphone")
    this.track.onmute = () => this.#changed("silenced")
    this.track.onunmute = () => this.#changed("")
    await this.#watchPermission()
    this.#changed("")
  }

  close() {
    this.#isWanted = false
    this.#stop()
  }

  #stop() {
    if (this.track) this.track.onended = this.track.onmute = this.track.onunmute = null
    this.track?.stop()
    this.stream = null
  }

  #changed(problem) {
    this.problem = problem
    this.dispatchEvent(new Event("change"))
  }

  async #watchPermission() {
    if (this.#permission) return
    navigator.mediaDevices.addEventListener("devicechange", () => this.#tryAgain())
    try {
      this.#permission = await navigator.permissions.query({ name: "microphone" })
    } catch (error) {
      if (error instanceof TypeError) return // a browser that does not tell; the track's end tells enough
      throw error
    }
    this.#permission.onchange = () => this.#permissionChanged()
  }

  #permissionChanged() {
    if (!this.#isWanted) return
    if (this.#permission.state === "granted") this.#tryAgain()
    else this.#changed("microphone")
  }

  async #tryAgain() {
    if (!this.#isWanted || this.isLive) return
    await this.open().catch(() => this.#changed("microphone"))
  }
}

const listen = audio => navigator.mediaDevices.getUserMedia({ audio })
