// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Keeps CPR numbers out of free text: the same rules as hotline/people/cpr_guard.py, where they are explained,
// and the same table of examples tests both.

export const MASK = "xxxxxx-xxxx"

const BETWEEN = /^[ \u00a0\t.\-\u2010-\u2015\u2212/·]{1,3}$/
const SPOKEN = /^ ?, ?$/
const LONGEST = 12

// Everything in the text that may be a CPR number, as [start, end) in UTF-16 units, in order.
export function find(text) {
  const groups = [...text.matchAll(/[0-9]+/g)].map(match => ({ digits: match[0], start: match.index, end: match.index + match[0].length }))
  const found = []
  groups.forEach((group, first) => {
    const span = spanFrom(text, groups.slice(first))
    if (span && (!found.length || group.start >= found.at(-1)[1])) found.push(span)
  })
  return found
}

export function mask(text) {
  return find(text).reduceRight((kept, [start, end]) => kept.slice(0, start) + MASK + kept.slice(end), text)
}

function spanFrom(text, groups) {
  const taken = []
  for (const [place, group] of groups.entries()) {
    if (place && !belongTogether(text, groups[place - 1], group)) return null
    taken.push(group.digits)
    if (isCpr(taken)) return [groups[0].start, group.end]
    if (taken.join("").length >= LONGEST) return null
  }
  return null
}

function belongTogether(text, group, following) {
  const between = text.slice(group.end, following.start)
  return (group.digits.length <= 2 && SPOKEN.test(between)) || BETWEEN.test(between)
}

function isCpr(groups) {
  const digits = groups.join("")
  if (digits.length === 10) return !isDateAndHour(groups) && !isYearAndCase(groups) && isDate(digits, yearOf(digits))
  return digits.length === 12 && groups.at(-1).length === 4 && isDate(digits, Number(digits.slice(4, 8)))
}

const isYearAndCase = groups => groups.map(group => group.length).join() === "4,6" && /^(19|20)/.test(groups[0])

const isDateAndHour = groups => groups.map(group => group.length).join() === "2,2,4,2" && /^(19|20)/.test(groups[2])

function yearOf(digits) {
  const year = Number(digits.slice(4, 6))
  const seventh = Number(digits[6])
  if (seventh <= 3) return 1900 + year
  if (seventh === 4 || seventh === 9) return (year <= 36 ? 2000 : 1900) + year
  return (year <= 57 ? 2000 : 1800) + year
}

function isDate(digits, year) {
  const written = Number(digits.slice(0, 2))
  const day = written > 60 ? written - 60 : written
  const month = Number(digits.slice(2, 4))
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1800 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
