// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Which tab this is. A tab keeps its name when it is reloaded; a duplicated tab is born with the first one's
// name and must take another. Locks tell them apart: the browser frees a lock when its page is gone.

const NAME = "hotline-tab"
const PHONE = "hotline-phone"
const TRIES = 5 // a reloaded page may come before the old one's locks are freed

export async function nameOfTab() {
  const kept = sessionStorage.getItem(NAME)
  if (kept && await isMine(kept)) return { name: kept, isNew: false }
  const name = crypto.randomUUID()
  sessionStorage.setItem(NAME, name)
  await isMine(name)
  return { name, isNew: true }
}

async function isMine(name) {
  for (let left = TRIES; left > 0; left -= 1) {
    if (await tryToHold(`hotline-tab-${name}`)) return true
    await new Promise(done => setTimeout(done, 50))
  }
  return false
}

const forever = new Promise(() => {})

const tryToHold = lock => new Promise(done => {
  navigator.locks.request(lock, { ifAvailable: true }, held => {
    done(Boolean(held))
    return held && forever
  })
})

// The tab that is the phone holds a lock, for as long as it is: returns what lets it go.
export function bePhone() {
  const leaving = new AbortController()
  let letGo = () => {}
  const untilLetGo = new Promise(done => { letGo = done })
  navigator.locks.request(PHONE, { signal: leaving.signal }, () => untilLetGo).catch(() => {})
  return () => { leaving.abort(); letGo() }
}

export async function isPhoneElsewhere() {
  const { held } = await navigator.locks.query()
  return held.some(({ name }) => name === PHONE)
}
