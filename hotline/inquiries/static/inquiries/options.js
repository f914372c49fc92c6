// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// The choices of a long list: each is a box of the form with its words, and perhaps a key or a number of its own.

export const optionsOf = elements => elements.map(element => ({
  element,
  words: element.dataset.words.split("|"),
  shortcut: element.dataset.shortcut,
  isAtHand: "atHand" in element.dataset,
}))

export const box = option => option.element.querySelector("input")

export const showNumber = ({ element }, place) => {
  const key = element.querySelector("kbd")
  key.hidden = !place
  key.textContent = place || ""
}
