// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The answers beside the call: what is chosen opens, as the citizen's authority tells it, and ticks its topic in
// the registration. What is typed and what is open stays in this tab through calls, pages and reloads.
import { Controller } from "@hotwired/stimulus"
import { KeptAnswers } from "desk/kept_answers"
import { OpenArticle } from "desk/open_article"
import { RegistrationBeside } from "desk/registration_beside"

export default class extends Controller {
  static targets = ["registration", "search", "opening", "article", "atHand", "status"]
  static values = { agent: String, address: String, placeholder: String, ticked: String }

  connect() {
    this.kept = new KeptAnswers(this.agentValue)
    this.registration = new RegistrationBeside(this.registrationTarget)
    this.article = new OpenArticle(this.articleTarget, this.openingTarget, this.addressValue, this.placeholderValue)
    this.typing = this.searchTarget.querySelector("input[type=search]")
    this.found = this.searchTarget.querySelector("turbo-frame")
    this.typing.value = this.kept.typed
    if (this.kept.found) this.found.src = this.kept.found
    if (this.kept.code) this.article.show(this.kept, this.registration.authority)
    this.follow()
    this.#keep({})
  }

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

  // One of those found, or of those at hand.
  open(event) {
    event.preventDefault()
    const { code, topicKey } = event.detail.code ? event.detail : event.currentTarget.dataset
    this.found.hidden = true
    this.proposal = this.registration.call ? topicKey : null
    this.#keep({ code, call: this.registration.call, found: "" })
    this.#read()
    this.#propose()
    if (!this.registration.goOn()) this.articleTarget.focus({ preventScroll: true })
  }

  close() {
    this.article.close()
    this.#keep({ code: "", call: "" })
    this.atHandTarget.reload()
    this.search()
  }

  begin() {
    this.#propose()
    this.follow()
  }

  // The citizen's authority has been chosen or changed: the article says what that authority says. What was opened
  // before the call was answered and is still open guides its citizen, too.
  follow() {
    const { authority, call } = this.registration
    const isFirst = this.followed === undefined
    const isNew = authority !== this.followed
    this.followed = authority
    this.searchTarget.querySelector("[data-controller]").setAttribute("data-knowledge--search-authority-value", authority)
    if (isFirst || !this.kept.code) return
    if (call && !this.kept.call) this.#keep({ call, authority: null })
    const isOfThisCall = this.kept.call && this.kept.call === call
    if (isOfThisCall && this.kept.authority !== authority) this.#read()
    else if (isNew) this.article.show(this.kept, authority)
  }

  #read() {
    const { authority } = this.registration
    this.#keep({ authority })
    this.article.read(this.kept, authority)
  }

  #propose() {
    if (!this.proposal || !this.registration.form) return // it comes when the registration has opened
    const topic = this.registration.propose(this.proposal)
    this.proposal = null
    if (topic) this.statusTarget.textContent = this.tickedValue.replace("#", topic)
  }

  #keep(changes) {
    this.kept.keep(changes)
    this.atHandTarget.hidden = Boolean(this.kept.code || this.kept.typed)
  }
}
