// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Starts Turbo and Stimulus, and loads a controller when an element first asks for it:
// data-controller="desk--phone" is the module "desk/phone_controller" of the import map.
import "@hotwired/turbo"
import { Application } from "@hotwired/stimulus"

const HALF_WRITTEN = ["hotline-answers", "hotline-drafts"]

const stimulus = Application.start()
const known = new Set(Object.keys(JSON.parse(document.querySelector("script[type=importmap]").textContent).imports))
const asked = new Set()

const moduleOf = identifier => `${identifier.replaceAll("--", "/").replaceAll("-", "_")}_controller`

async function load(identifier) {
  const module = moduleOf(identifier)
  if (asked.has(identifier) || !known.has(module)) return
  asked.add(identifier)
  stimulus.register(identifier, (await import(module)).default)
}

function loadFor(root) {
  const elements = [root, ...root.querySelectorAll("[data-controller]")]
  elements.flatMap(element => element.dataset?.controller?.split(/\s+/) ?? []).filter(Boolean).forEach(load)
}

loadFor(document.documentElement)
new MutationObserver(changes => {
  for (const { target, addedNodes, type } of changes) {
    if (type === "attributes") loadFor(target)
    addedNodes.forEach(node => node.nodeType === Node.ELEMENT_NODE && loadFor(node))
  }
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-controller"] })

// Whoever signs out leaves nothing half written behind, in no tab.
const otherTabs = new BroadcastChannel("hotline-signed-out")
const forget = () => HALF_WRITTEN.forEach(name => sessionStorage.removeItem(name))
otherTabs.addEventListener("message", forget)
addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-signs-out]")) return
  forget()
  otherTabs.postMessage("")
})
