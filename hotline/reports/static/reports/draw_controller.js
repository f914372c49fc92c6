// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Draws the table beside it as a chart. The table is the truth and stays; without this script nothing is missing.
// By keyboard: the chart takes the focus, the arrow keys step through its points, and each is said aloud.
import { Controller } from "@hotwired/stimulus"
import { band, bars, coloursOf, directLabels, lines, optionsOf } from "reports/looks"
import { readTable } from "reports/reading"

const TASTES = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
const ROW_HEIGHT = 34, FRAME_HEIGHT = 320, AROUND = 90

export default class extends Controller {
  static targets = ["frame", "canvas", "table", "point"]
  static values = { kind: String, series: Array, band: Array }

  async connect() {
    await import("chart.js")
    if (!this.element.isConnected) return
    this.read = readTable(this.tableTarget, this.seriesValue)
    if (!this.read.points.length) return
    this.frameTarget.hidden = false
    this.tastes = TASTES.map(taste => matchMedia(taste))
    this.redraw = () => this.#draw()
    this.tastes.forEach(taste => taste.addEventListener("change", this.redraw))
    this.#draw()
  }

  // Also before the page is kept for going back to: it is kept as it was made, and drawn anew.
  disconnect() {
    this.tastes?.forEach(taste => taste.removeEventListener("change", this.redraw))
    this.chart?.destroy()
    this.chart = undefined
    this.frameTarget.hidden = true
    this.pointTarget.textContent = ""
  }

  step(event) {
    if (!this.chart) return
    const last = this.read.points.length - 1
    if (event.key in STEPS) this.#show(Math.min(Math.max((this.at ?? (STEPS[event.key] > 0 ? -1 : last + 1)) + STEPS[event.key], 0), last))
    else if (event.key === "Home") this.#show(0)
    else if (event.key === "End") this.#show(last)
    else return
    event.preventDefault()
  }

  leave() {
    this.at = undefined
    this.chart?.setActiveElements([])
    this.chart?.update()
    this.pointTarget.textContent = ""
  }

  #show(at) {
    this.at = at
    this.chart.setActiveElements(this.read.series.map((_, datasetIndex) => ({ datasetIndex, index: at })))
    this.chart.update()
    this.#say(at)
  }

  #say(at) {
    const told = this.read.series.map(({ name, words }) => `${name} ${words[at]}`)
    this.pointTarget.textContent = `${this.read.points[at]}: ${told.join(", ")}`
  }

  #draw() {
    const colours = coloursOf(this.frameTarget)
    const kind = this.kindValue
    this.chart?.destroy()
    const height = kind === "rows" ? this.read.points.length * ROW_HEIGHT + AROUND : FRAME_HEIGHT
    this.frameTarget.style.height = `${height}px`
    const datasets = kind === "line" ? lines(this.read, colours) : bars(this.read, colours)
    if (this.bandValue.length) datasets.push(...band(readTable(this.tableTarget, this.bandValue), colours))
    this.chart = new globalThis.Chart(this.canvasTarget, {
      type: kind === "line" ? "line" : "bar",
      data: { labels: this.read.points, datasets },
      options: { ...optionsOf(kind, colours), onHover: (_, found) => found.length && this.#say(found[0].index) },
      plugins: [directLabels(colours, kind, this.read)],
    })
  }
}
