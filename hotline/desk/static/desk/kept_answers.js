// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// What is typed and open among the answers, kept in this tab for one agent.
const KEPT = "hotline-answers"
const NOTHING = { typed: "", found: "", code: "", call: "", authority: "" }

export class KeptAnswers {
  constructor(agent) {
    const { agent: owner, ...kept } = JSON.parse(sessionStorage.getItem(KEPT)) ?? {}
    this.agent = agent
    Object.assign(this, NOTHING, owner === agent ? kept : {})
  }

  keep(changes) {
    Object.assign(this, changes)
    sessionStorage.setItem(KEPT, JSON.stringify(this))
  }
}
