// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// One of the options under a box may be marked, while the keyboard stays in the box: as a combobox tells it.

export const neighbour = (options, marked, step) => {
  const place = options.indexOf(marked)
  const next = place < 0 ? (step > 0 ? 0 : options.length - 1) : (place + step + options.length) % options.length
  return options[next] ?? null
}

export const showMarked = (typing, options, marked) => {
  options.forEach(one => one.setAttribute("aria-selected", one === marked))
  typing.setAttribute("aria-expanded", options.length > 0)
  if (marked) typing.setAttribute("aria-activedescendant", marked.id)
  else typing.removeAttribute("aria-activedescendant")
  marked?.scrollIntoView({ block: "nearest" })
}
