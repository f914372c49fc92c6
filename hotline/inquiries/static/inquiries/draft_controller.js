// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// A half-filled registration stays in this tab, through pages, reloads and other calls, until it has been sent.
import { Controller } from "@hotwired/stimulus"

const DRAFTS = "hotline-drafts"
const MOST = 5
const NOT_KEPT = ["csrfmiddlewaretoken", "key"]

export default class extends Controller {
  connect() {
    const draft = drafts()[this.#name]
    if (draft) this.#fillIn(draft)
  }

  keep() {
    const said = [...new FormData(this.element)].filter(([field]) => !NOT_KEPT.includes(field))
    const { [this.#name]: before, ...others } = drafts()
    save([...Object.entries(others).slice(1 - MOST), [this.#name, said]])
  }

  forget({ detail }) {
    if (detail.success) save(Object.entries(drafts()).filter(([name]) => name !== this.#name))
  }

  #fillIn(draft) {
    for (const field of this.element.elements) {
      if (!field.name || NOT_KEPT.includes(field.name)) continue
      const values = draft.filter(([name]) => name === field.name).map(([, value]) => value)
      if (["checkbox", "radio"].includes(field.type)) set(field, "checked", values.includes(field.value))
      else if (values.length) set(field, "value", values[0])
    }
  }

  get #name() {
    return this.element.getAttribute("action")
  }
}

function set(field, what, value) {
  if (field[what] === value) return
  field[what] = value
  field.dispatchEvent(new Event("change", { bubbles: true }))
}

const drafts = () => JSON.parse(sessionStorage.getItem(DRAFTS)) ?? {}
const save = entries => sessionStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(entries)))
