// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The frame with the open article. What is opened during a call is kept as read; afterwards it is only shown.
export class OpenArticle {
  constructor(frame, form, address, placeholder) {
    Object.assign(this, { frame, form, address, placeholder })
  }

  read({ code, call }, authority) {
    const fields = this.form.elements
    fields.code.value = code
    fields.call.value = call
    fields.authority.value = authority
    this.form.requestSubmit()
  }

  async show({ code, call }, authority) {
    await this.frame.loaded
    const address = new URL(this.address.replace(this.placeholder, code), location.href)
    address.searchParams.set("authority", authority)
    address.searchParams.set("call", call)
    if (this.frame.src !== address.href) this.frame.src = address.href
  }

  close() {
    this.frame.removeAttribute("src")
    this.frame.replaceChildren()
  }
}
