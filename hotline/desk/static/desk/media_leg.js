// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// One leg of a call: the sound between this browser and the relay. Says "failed" when the connection broke down.
// A leg that answers is connected while it still rings. Until it is opened it is silent in both directions, and sends
// nothing at all: even silence would be packets between those of the music, and cut it to pieces.

const GATHERING_MS = 2000 // it never ends on a machine that has only a loopback interface

export class MediaLeg extends EventTarget {
  #connection = new RTCPeerConnection()
  #ear = document.createElement("audio")
  #isOpen = false

  constructor(name) {
    super()
    this.name = name
    document.documentElement.append(this.#ear) // beside the body, which changes with the page
    this.#connection.ontrack = ({ track }) => this.#hear(track)
    this.#connection.onconnectionstatechange = () => {
      if (this.#connection.connectionState === "failed") this.dispatchEvent(new Event("failed"))
    }
  }

  get isAlive() {
    return !["closed", "failed"].includes(this.#connection.connectionState)
  }

  // The far end described itself: our description of ourselves, ready to be sent.
  async answer(sdp) {
    await this.#connection.setRemoteDescription({ type: "offer", sdp })
    const [speech] = this.#connection.getTransceivers()
    speech.direction = "sendrecv"
    return this.#describe()
  }

  // We ring: our description of ourselves. The far end's comes with accept().
  async offer(track) {
    this.#isOpen = true
    this.#connection.addTransceiver(track, { direction: "sendrecv" })
    return this.#describe()
  }

  accept(sdp) {
    return this.#connection.setRemoteDescription({ type: "answer", sdp })
  }

  // From now on the two hear each other.
  open(track) {
    this.#isOpen = true
    this.listen()
    return this.speakWith(track)
  }

  async speakWith(track) {
    if (this.#isOpen) await Promise.all(this.#connection.getSenders().map(sender => sender.replaceTrack(track)))
  }

  // The browser may hold the sound back until the page is touched.
  listen() {
    return this.#isOpen && this.#ear.srcObject ? this.#ear.play().catch(() => {}) : Promise.resolve()
  }

  statistics() {
    return this.#connection.getStats()
  }

  close() {
    this.#connection.onconnectionstatechange = null
    this.#connection.close()
    this.#ear.srcObject = null
    this.#ear.remove()
  }

  #hear(track) {
    this.#ear.srcObject = new MediaStream([track])
    this.listen()
  }

  // Candidates are not sent one by one: the description waits until all are in it.
  async #describe() {
    await this.#connection.setLocalDescription()
    await gathered(this.#connection)
    return this.#connection.localDescription.sdp
  }
}

const gathered = connection => new Promise(done => {
  const look = () => connection.iceGatheringState === "complete" && done()
  connection.addEventListener("icegatheringstatechange", look)
  setTimeout(done, GATHERING_MS)
  look()
})
