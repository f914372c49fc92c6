// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Finding a topic or an authority by typing: the same rules as hotline/knowledge/matching.py, and the same
// table of examples tests both.

const DANISH = { æ: "ae", ø: "oe", å: "aa", ä: "ae", ö: "oe", ß: "ss" }
const INSIDE_A_WORD = 3

export function fold(text) {
  const danish = text.normalize("NFC").toLowerCase().replace(/[æøåäöß]/g, letter => DANISH[letter])
  return danish.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()
}

// How well a candidate { words, shortcut } matches, 0 best; null when it does not.
export function rank(typed, { words, shortcut = "" }) {
  const wanted = fold(typed)
  if (!wanted || wanted === fold(shortcut)) return 0
  const names = words.map(fold)
  if (names[0].startsWith(wanted)) return 1
  const place = names.findIndex(name => fits(wanted, name))
  if (place >= 0) return Math.min(place + 2, 3)
  return fits(wanted, names.join(" ")) ? 4 : null
}

const fits = (wanted, text) => wanted.split(" ").every(part => isIn(part, text))
const isIn = (part, text) => ` ${text}`.includes(` ${part}`) || (part.length >= INSIDE_A_WORD && text.includes(part))

// The candidates that match, best first, equals in the order given.
export function bestFirst(typed, candidates) {
  return candidates
    .map(candidate => [rank(typed, candidate), candidate])
    .filter(([found]) => found !== null)
    .sort(([one], [other]) => one - other)
    .map(([, candidate]) => candidate)
}
