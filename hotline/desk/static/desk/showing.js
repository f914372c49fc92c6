// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// How things are written, and written only when they change: a live region is read aloud at every change.

export function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

// 75,000 ms is 1:15; an hour and more is 1:00:00.
export function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map(part => String(part).padStart(2, "0"))
  const hours = Math.floor(seconds / 3600)
  return hours ? [hours, ...parts].join(":") : parts.join(":").replace(/^0/, "")
}

// As Danes write a number: +45 70 20 00 00.
export function telephone(number) {
  const danish = /^\+45(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(number)
  return danish ? ["+45", ...danish.slice(1)].join(" ") : number
}
