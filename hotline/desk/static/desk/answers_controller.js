// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The answers beside the call: what is chosen opens, as the citizen's authority tells it, and ticks its topic in
// the registration. What is typed and what is open stays in this tab through calls, pages and reloads.
import { Controller } from "@hotwired/stimulus"
import { phone } from "desk/phone"
import { DRAFTS } from "inquiries/draft_controller"

const KEPT = "hotline-answers"
const NOTHING = { typed: "", found: "", code: "", call: "", authority: "" }

export default class extends Controller {
  static targets = ["registration", "search", "opening", "article", "opened", "atHand", "status"]
  static values = { agent: String, address: String, placeholder: String, copied: String, notCopied: String, ticked: String }

  connect() {
    const { agent, ...kept } = JSON.parse(sessionStorage.getItem(KEPT)) ?? {}
    this.kept = agent === this.agentValue ? { ...NOTHING, ...kept } : { ...NOTHING }
    this.typing.value = this.kept.typed
    if (this.kept.found) this.found.src = this.kept.found
    if (this.kept.code) this.#show()
    this.follow()
    this.#look()
    addEventListener("submit", this.forget)
  }

  disconnect() {
    removeEventListener("submit", this.forget)
  }

  // ------------------------------------------------------------------ searching

  search() {
    this.typing.focus()
    this.typing.select()
  }

  typed() {
    if (this.typing.value === this.kept.typed) return
    this.found.hidden = false
    this.#keep({ typed: this.typing.value, found: "" })
  }

  foundSome() {
    if (!this.found.hidden) this.#keep({ found: this.found.src ?? "" })
  }

  // ------------------------------------------------------------------ opening

  open(event) {
    event.preventDefault()
    this.#choose(event.detail)
  }

  pick({ currentTarget }) {
    this.#choose(currentTarget.dataset)
  }

  #choose({ code, topicKey }) {
    this.found.hidden = true
    this.proposal = this.call ? topicKey : null
    this.#keep({ code, call: this.call, found: "" })
    this.#read()
    this.#propose()
    this.#goOn()
  }

  close() {
    this.articleTarget.removeAttribute("src")
    this.articleTarget.replaceChildren()
    this.#keep({ code: "", call: "" })
    this.atHandTarget.reload()
    this.search()
  }

  // What is opened during a call is kept as read; afterwards it is only shown.
  #read() {
    const { code, authority, call } = this.openingTarget.elements
    code.value = this.kept.code
    call.value = this.kept.call
    authority.value = this.authority
    this.#keep({ authority: this.authority })
    this.openingTarget.requestSubmit()
  }

  async #show() {
    await this.articleTarget.loaded
    const address = new URL(this.addressValue.replace(this.placeholderValue, this.kept.code), location.href)
    address.searchParams.set("authority", this.authority)
    address.searchParams.set("call", this.kept.call)
    if (this.articleTarget.src !== address.href) this.articleTarget.src = address.href
  }

  // ------------------------------------------------------------------ the registration

  begin() {
    this.#propose()
    this.follow()
  }

  // The citizen's authority has been chosen or changed: the article says what that authority says.
  follow() {
    if (this.authority === this.followed) return
    const isFirst = this.followed === undefined
    this.followed = this.authority
    this.searchTarget.querySelector("[data-controller]").setAttribute("data-knowledge--search-authority-value", this.authority)
    if (isFirst || !this.kept.code) return
    const isOfThisCall = this.kept.call && this.kept.call === this.call
    if (isOfThisCall && this.kept.authority !== this.authority) this.#read()
    else this.#show()
  }

  // An agent who goes on to another article means the other topic, unless the first one was ticked by hand.
  #propose() {
    if (!this.proposal || !this.call || !this.#form) return // it comes when the registration has opened
    const box = this.registrationTarget.querySelector(`input[name=topics][value="${this.proposal}"]`)
    this.proposal = null
    if (!box) return
    if (this.ticked?.isConnected && this.ticked !== box) tick(this.ticked, false)
    this.ticked = box.checked ? null : box
    tick(box, true)
    const topic = box.labels[0].textContent.replace(/\s+/g, " ").trim()
    this.statusTarget.textContent = this.tickedValue.replace("#", topic)
  }

  #goOn() {
    const next = this.registrationTarget.querySelector("#home-search")
    if (next?.checkVisibility()) next.focus({ preventScroll: true })
    else this.articleTarget.focus({ preventScroll: true })
  }

  // ------------------------------------------------------------------ what is open

  openedTargetConnected() {
    this.#look()
  }

  enter({ target }) {
    target.querySelector("input:not([type=hidden]), textarea")?.focus()
  }

  async copy() {
    const article = this.openedTarget.querySelector("article")
    const isCopied = await navigator.clipboard?.writeText(article.innerText).then(() => true, () => false)
    if (!isCopied) getSelection().selectAllChildren(article)
    this.statusTarget.textContent = isCopied ? this.copiedValue : this.notCopiedValue
  }

  forget = ({ target }) => {
    if (target.matches("[data-signs-out]")) [KEPT, DRAFTS].forEach(name => sessionStorage.removeItem(name))
  }

  get typing() {
    return this.searchTarget.querySelector("input[type=search]")
  }

  get found() {
    return this.searchTarget.querySelector("turbo-frame")
  }

  // The call that goes on or is being registered.
  get call() {
    return phone.state?.call || this.#form ? phone.call?.call ?? "" : ""
  }

  get #form() {
    return this.registrationTarget.querySelector("form.registration")
  }

  get authority() {
    const home = this.registrationTarget.querySelector("input[name=home]:checked")?.value ?? ""
    return /^\d+$/.test(home) ? home : ""
  }

  #keep(changes) {
    Object.assign(this.kept, changes)
    sessionStorage.setItem(KEPT, JSON.stringify({ agent: this.agentValue, ...this.kept }))
    this.#look()
  }

  #look() {
    if (this.kept) this.atHandTarget.hidden = Boolean(this.kept.code || this.kept.typed)
  }
}

function tick(box, isTicked) {
  box.checked = isTicked
  box.dispatchEvent(new Event("change", { bubbles: true }))
}
