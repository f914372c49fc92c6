// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The telephone of this tab: what it knows, what it can do. It draws nothing; it says "change" when something
// is different and "call" when a call has been answered. It lives as long as the page's scripts, so a call goes
// on while the agent moves from page to page.
import { Legs } from "desk/legs"
import { LineSocket } from "desk/line_socket"
import { Microphone } from "desk/microphone"
import { Pass } from "desk/pass"
import { isAudible, wake } from "desk/sound"
import { bePhone, isPhoneElsewhere, nameOfTab } from "desk/tab"

const LOOK_MS = 1000
const WAS_ON = "hotline-phone-on"
const LAST_CALL = "hotline-last-call"

class Phone extends EventTarget {
  mode = sessionStorage.getItem(WAS_ON) ? "connecting" : "off" // or elsewhere, or on
  isConnected = false
  state = null // the exchange's last word about the agent
  ring = null // the offer that rings here
  isAnswering = false
  isMuted = false
  call = null // the last one answered here
  end = "" // why the last ringing or call ended
  trouble = "" // what this tab itself got into
  messages = [] // what the duty leads want on the page
  microphone = new Microphone()
  legs = new Legs()
  #ahead = 0 // of the exchange's clock before ours
  #isClaiming = false
  #refusals = 0

  async configure({ agent, address, token, tokenAddress }) {
    if (this.socket) return
    this.agent = agent
    this.pass = new Pass({ token, address: tokenAddress })
    this.socket = new LineSocket({ address, hello: () => this.#hello(), health: () => this.health })
    this.#listenToExchange()
    this.microphone.addEventListener("change", () => this.#microphoneChanged())
    this.legs.addEventListener("failed", ({ detail }) => this.#brokeDown(detail))
    addEventListener("online", () => this.socket.hurry())
    this.tab = await nameOfTab()
    const isGoingOn = !this.tab.isNew && sessionStorage.getItem(WAS_ON) === agent
    this.call = isGoingOn ? kept(LAST_CALL) : null
    if (this.call) this.dispatchEvent(new Event("call"))
    if (isGoingOn) await this.switchOn()
    else this.switchOff()
  }

  // ------------------------------------------------------------------ what it knows

  get face() {
    if (this.mode !== "on" || !this.state) return this.mode === "on" ? "connecting" : this.mode
    if (this.ring) return this.isAnswering ? "answering" : "ringing"
    return this.state.status === "ringing" ? "answering" : this.state.status
  }

  get problem() {
    if (["off", "elsewhere"].includes(this.mode)) return this.trouble
    if (this.mode === "on" && !this.isConnected) return "lost"
    return this.microphone.problem || (isAudible() ? this.trouble : "sound")
  }

  get health() {
    const isReady = this.microphone.isLive && isAudible()
    return { ready: isReady, problem: isReady ? "" : this.problem }
  }

  get isInCall() {
    return this.isAnswering || Boolean(this.state?.call)
  }

  // Milliseconds left of what ends by itself, else since it began; null when there is nothing to count.
  get counted() {
    const { ring, state } = this
    if (!state || this.mode !== "on") return null
    const until = ring ? ring.until : state.until
    const since = state.call?.since ?? state.since
    const counted = until ? until - this.now() : this.now() - since
    return Number.isFinite(counted) ? counted : null
  }

  // The exchange's clock.
  now() {
    return Date.now() + this.#ahead
  }

  // ------------------------------------------------------------------ what the agent does

  async switchOn({ device, claim = false } = {}) {
    this.#set({ mode: "connecting", trouble: "", end: "" })
    try {
      await this.microphone.open(device)
    } catch {
      this.switchOff("off", "microphone")
      return
    }
    wake(() => this.#soundChanged())
    this.#isClaiming = claim
    this.#refusals = 0
    this.letPhoneGo ??= bePhone()
    sessionStorage.setItem(WAS_ON, this.agent)
    this.socket.open()
  }

  // Leave for the day: no more calls, and the phone is off.
  leave() {
    this.choose("signed_out")
    this.switchOff()
  }

  switchOff(mode = "off", trouble = "") {
    this.socket.close()
    this.legs.closeAllBut()
    this.microphone.close()
    this.letPhoneGo?.()
    this.letPhoneGo = null
    sessionStorage.removeItem(WAS_ON)
    this.#set({ mode, trouble, isConnected: false, state: null, ring: null, isAnswering: false, isMuted: false, messages: [] })
    this.#lookElsewhere()
  }

  choose(chosen, reason = "") {
    this.socket.send({ type: "choose", chosen, reason })
  }

  async answer() {
    if (!this.ring || this.isAnswering) return
    const { offer, description } = this.ring
    this.#set({ isAnswering: true })
    const sdp = await description
    if (this.ring?.offer === offer && sdp) this.socket.send({ type: "answer", offer, sdp })
  }

  decline() {
    if (this.ring && !this.isAnswering) this.socket.send({ type: "decline", offer: this.ring.offer })
  }

  mute(isMuted = !this.isMuted) {
    this.#set({ isMuted })
  }

  hold() {
    this.#order("hold")
  }

  resume() {
    this.#order("resume")
  }

  hangUp() {
    this.#order("hangup")
  }

  wrapUp(what) {
    this.socket.send({ type: "wrapup", do: what })
  }

  #order(type) {
    if (this.state?.call) this.socket.send({ type, call: this.state.call.call })
  }

  // ------------------------------------------------------------------ what the exchange says

  #listenToExchange() {
    const heard = {
      welcome: () => this.#welcomed(),
      state: message => this.#shown(message),
      ring: message => this.#rings(message),
      stop: message => this.#stopped(message),
      joined: message => this.#joined(message),
      media: message => this.#renewed(message),
      hangup: message => this.#hungUp(message),
      messages: ({ messages }) => this.#set({ messages }),
      superseded: () => this.switchOff("elsewhere"),
      closed: () => this.#disconnected(),
      refused: () => this.#refused(),
    }
    for (const [type, react] of Object.entries(heard)) {
      this.socket.addEventListener(type, ({ detail }) => react(detail))
    }
  }

  async #hello() {
    const claim = this.#isClaiming
    this.#isClaiming = false
    return { type: "hello", token: await this.pass.show(), tab: this.tab.name, legs: this.legs.names, claim }
  }

  #welcomed() {
    this.#refusals = 0
    this.#set({ mode: "on", isConnected: true })
  }

  #shown(state) {
    this.#ahead = state.now - Date.now()
    if (!state.call && !this.isAnswering) this.legs.closeAllBut(this.ring?.leg)
    this.#set({ state, isMuted: this.isMuted && this.isInCall })
    if (state.call) this.#took(state.call)
  }

  // Our description is made while it rings, so that the agent's answer reaches the caller at once.
  #rings(ring) {
    if (this.ring) this.legs.close(this.ring.leg)
    const description = this.legs.ensure(ring.leg).answer(ring.sdp)
    this.#set({ ring: { ...ring, description: description.catch(() => this.#unable(ring)) }, isAnswering: false, end: "" })
  }

  #unable({ offer }) {
    this.socket.send({ type: "unable", offer })
    return null
  }

  #stopped({ offer, reason }) {
    if (this.ring?.offer !== offer || reason === "answered") return
    this.legs.close(this.ring.leg)
    this.#set({ ring: null, isAnswering: false, end: reason })
  }

  #joined({ call, leg: joined }) {
    this.legs.open(joined, this.microphone.track)
    if (this.ring?.call !== call) return
    const { number, withheld, line, leg } = this.ring
    this.#set({ ring: null, isAnswering: false, isMuted: false, end: "" })
    this.#took({ call, number, withheld, line, leg })
    this.legs.closeAllBut(leg)
  }

  // While it rings the same description is answered anew; in a call the exchange is asked for another leg.
  #brokeDown(leg) {
    if (this.ring?.leg === leg && !this.isAnswering) this.#rings(this.ring)
    else this.socket.send({ type: "lost", leg })
  }

  async #renewed({ leg, sdp }) {
    const answer = await this.legs.ensure(leg).answer(sdp).catch(() => null)
    this.legs.open(leg, this.microphone.track)
    this.socket.send(answer ? { type: "media", leg, sdp: answer } : { type: "lost", leg })
    this.legs.closeAllBut(leg)
  }

  #hungUp({ reason }) {
    this.legs.closeAllBut(this.ring?.leg)
    this.#set({ end: reason || this.end, isMuted: false })
  }

  #disconnected() {
    if (this.ring && !this.isAnswering) this.legs.close(this.ring.leg)
    this.#set({ isConnected: false, ring: null, isAnswering: false })
  }

  // A pass that has become too old is fetched anew once; refused again, the person must sign in.
  #refused() {
    this.pass.markStale()
    this.#refusals += 1
    if (this.#refusals > 2) this.switchOff("off", "refused")
  }

  // ------------------------------------------------------------------ what changes besides

  #took(call) {
    if (this.call?.call === call.call) return
    sessionStorage.setItem(LAST_CALL, JSON.stringify({ call: call.call })) // its number is kept nowhere
    this.#set({ call })
    this.dispatchEvent(new Event("call"))
  }

  #microphoneChanged() {
    this.legs.speakWith(this.microphone.track)
    this.#set({})
  }

  #soundChanged() {
    this.legs.listen()
    this.#set({})
  }

  // While the phone is off here: is it on in another tab?
  async #lookElsewhere() {
    clearTimeout(this.looking)
    if (!["off", "elsewhere"].includes(this.mode)) return
    const mode = await isPhoneElsewhere() ? "elsewhere" : "off"
    if (["off", "elsewhere"].includes(this.mode) && this.mode !== mode) this.#set({ mode })
    this.looking = setTimeout(() => this.#lookElsewhere(), LOOK_MS)
  }

  // The microphone speaks only while somebody listens on purpose.
  #set(changes) {
    Object.assign(this, changes)
    const isSpeaking = this.isAnswering || (this.state?.call && !this.state.call.held)
    if (this.microphone.track) this.microphone.track.enabled = Boolean(isSpeaking && !this.isMuted)
    this.dispatchEvent(new Event("change"))
  }
}

const kept = name => JSON.parse(sessionStorage.getItem(name))

export const phone = new Phone()
