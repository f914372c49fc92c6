// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Draws the phone bar and hands the agent's presses to the phone. What is to be seen in a state says so itself:
// <button data-for="talking holding">. The words come with the page.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { clock, telephone, write } from "desk/showing"

const WITH_CALLER = ["ringing", "answering", "talking", "holding", "adrift", "wrapping_up"]

export default class extends Controller {
  static targets = ["status", "clock", "number", "line", "alert", "note", "call", "afterwards", "mute", "menu"]
  static values = { agent: String, address: String, token: String, tokenAddress: String, words: Object }

  connect() {
    phone.addEventListener("change", this.draw)
    this.ticking = setInterval(() => this.#tick(), 500)
    const { agentValue: agent, addressValue: address, tokenValue: token, tokenAddressValue: tokenAddress } = this
    phone.configure({ agent, address, token, tokenAddress })
    this.draw()
  }

  disconnect() {
    phone.removeEventListener("change", this.draw)
    clearInterval(this.ticking)
  }

  draw = () => {
    const { face, problem, state } = phone
    this.element.dataset.face = face
    this.element.querySelectorAll("[data-for]").forEach(part => {
      part.hidden = !part.dataset.for.split(" ").includes(face)
    })
    write(this.statusTarget, this.#status(face))
    const caller = WITH_CALLER.includes(face) ? this.#caller() : ["", ""]
    write(this.numberTarget, caller[0])
    write(this.lineTarget, caller[1])
    write(this.callTarget, face === "ringing" ? [this.wordsValue.others.ringing, ...caller].join(" ") : "")
    write(this.alertTarget, this.wordsValue.problems[problem || state?.trouble] ?? "")
    write(this.noteTarget, this.wordsValue.ends[phone.end] ?? "")
    write(this.afterwardsTarget, this.#afterwards(face))
    this.muteTarget.setAttribute("aria-pressed", phone.isMuted)
    this.#showWhatWorks()
    this.#tick()
  }

  // Without the exchange nothing can be done with a call but to mute oneself.
  #showWhatWorks() {
    const isCutOff = phone.mode === "on" && !phone.isConnected
    for (const key of this.element.querySelectorAll("button[data-for]")) {
      key.ariaDisabled = isCutOff && key !== this.muteTarget ? "true" : null
    }
  }

  // The presses
  takeOver() { phone.switchOn({ claim: true }) }
  switchOff() { phone.switchOff() }
  available() { phone.choose("available") }
  pause({ params }) { phone.choose("paused", params.reason); this.menuTarget.open = false }
  signOff() { phone.choose("signed_out") }
  answer() { phone.answer() }
  decline() { phone.decline() }
  mute() { phone.mute() }
  hold() { phone.hold() }
  resume() { phone.resume() }
  hangUp() { phone.hangUp() }
  extend() { phone.wrapUp("extend") }
  finish() { phone.wrapUp("end") }

  #status(face) {
    const state = face === "talking" && phone.isMuted ? "muted" : face
    const reason = face === "paused" && this.#pause()
    return [this.wordsValue.states[state] ?? state, reason].filter(Boolean).join(": ")
  }

  #pause() {
    return this.wordsValue.pauses[phone.state.reason] ?? phone.state.reason
  }

  #caller() {
    const call = phone.ring ?? phone.state?.call ?? phone.call
    if (!call?.line) return ["", ""]
    const { withheld } = this.wordsValue.others
    return [call.withheld || !call.number ? withheld : telephone(call.number), call.line]
  }

  // What comes when the call is over, when it is not the next call.
  #afterwards(face) {
    const { states } = this.wordsValue
    const isBusy = ["ringing", "answering", "talking", "holding", "adrift", "wrapping_up", "resting"].includes(face)
    if (!isBusy || phone.state.chosen === "available") return ""
    return phone.state.chosen === "paused" ? `${states.paused}: ${this.#pause()}` : states[phone.state.chosen]
  }

  #tick() {
    const counted = phone.counted
    write(this.clockTarget, counted === null ? "" : clock(counted))
  }
}
