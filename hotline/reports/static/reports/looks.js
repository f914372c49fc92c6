// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// How a chart looks: colours come from the style sheet, which knows of dark pages and of forced colours; what tells
// the series apart is never colour alone but stripes, dashes, the shape of the points and names at the lines' ends.

const SHAPES = ["circle", "rectRot", "triangle"]
const DASHES = [[], [8, 5], [2, 4]]
const FONT = "'IBM Plex Sans', system-ui, sans-serif"

export function coloursOf(element) {
  const style = getComputedStyle(element)
  const colour = (name, otherwise) => style.getPropertyValue(`--chart-${name}`).trim() || otherwise
  return {
    ink: colour("ink", "#1a1a1a"),
    grid: colour("grid", "#d0d0d0"),
    page: colour("page", "#ffffff"),
    band: colour("band", "#e2e2e2"),
    series: [colour("first", "#004d99"), colour("second", "#6b6b6b"), colour("third", "#2d6d00")],
  }
}

export function bars(read, colours) {
  return read.series.map(({ name, numbers }, place) => ({
    label: name,
    data: numbers,
    backgroundColor: place ? striped(colours.series[place], colours.page) : colours.series[0],
    borderColor: colours.series[place],
    borderWidth: 1.5,
    hoverBorderWidth: 4,
    pointStyle: "rect",
  }))
}

export function lines(read, colours) {
  return read.series.map(({ name, numbers }, place) => ({
    label: name,
    data: numbers,
    borderColor: colours.series[place],
    backgroundColor: colours.page,
    borderWidth: place ? 2 : 3,
    borderDash: DASHES[place],
    pointStyle: SHAPES[place],
    pointRadius: place ? 3 : 4,
    pointHoverRadius: 9,
    pointHoverBorderWidth: 4,
    spanGaps: false,
    tension: 0,
  }))
}

// What was to be expected: the room between two columns.
export function band(read, colours) {
  const edge = { borderColor: colours.ink, borderWidth: 1, borderDash: [2, 3], pointRadius: 0, pointHoverRadius: 0 }
  return read.series.map(({ name, numbers }, place) => ({
    ...edge,
    label: name,
    data: numbers,
    fill: place ? "-1" : false,
    backgroundColor: colours.band,
    isBand: true,
    pointStyle: "line",
  }))
}

// Writes the number at the end of each bar of the first series, and names each line: the first at its highest point,
// the others at their beginning.
export function directLabels(colours, kind, read) {
  return {
    id: "directLabels",
    afterDatasetsDraw(chart) {
      const { ctx } = chart
      ctx.save()
      ctx.fillStyle = colours.ink
      ctx.font = `600 13px ${FONT}`
      ctx.textBaseline = "middle"
      if (kind === "line") nameLines(chart)
      else if (chart.data.labels.length <= 35) writeNumbers(chart, kind, read)
      ctx.restore()
    },
  }
}

function nameLines(chart) {
  chart.data.datasets.forEach((dataset, place) => {
    const shown = chart.getDatasetMeta(place).data.filter((_, at) => dataset.data[at] !== null)
    if (!dataset.isBand && shown.length) place ? nameBeside(chart, dataset, shown[0]) : nameAtTop(chart, dataset, shown)
  })
}

function nameAtTop(chart, dataset, shown) {
  const top = shown.reduce((highest, point) => point.y < highest.y ? point : highest)
  const isLeft = top.x < (chart.chartArea.left + chart.chartArea.right) / 2
  chart.ctx.textAlign = isLeft ? "left" : "right"
  chart.ctx.fillText(dataset.label, top.x + (isLeft ? 10 : -10), Math.max(top.y, 8))
}

function nameBeside(chart, dataset, first) {
  const isLow = first.y > chart.chartArea.bottom - 24
  chart.ctx.textAlign = "left"
  chart.ctx.fillText(dataset.label, first.x + 8, first.y + (isLow ? -12 : 14))
}

function writeNumbers(chart, kind, read) {
  chart.getDatasetMeta(0).data.forEach((bar, at) => {
    chart.ctx.textAlign = kind === "rows" ? "left" : "center"
    const [x, y] = kind === "rows" ? [bar.x + 5, bar.y] : [bar.x, bar.y - 9]
    chart.ctx.fillText(read.series[0].words[at], x, y)
  })
}

export function optionsOf(kind, colours) {
  const ticks = { color: colours.ink, font: { family: FONT, size: 13 }, autoSkip: kind !== "rows" }
  if (kind !== "rows") ticks.callback = shortName
  const along = { grid: { display: false }, ticks }
  const up = { beginAtZero: true, grid: { color: colours.grid }, grace: "12%", ticks: { color: colours.ink, precision: 0, font: { family: FONT, size: 13 } } }
  return {
    indexAxis: kind === "rows" ? "y" : "x",
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false, axis: kind === "rows" ? "y" : "x" },
    scales: kind === "rows" ? { x: up, y: along } : { x: along, y: up },
    plugins: {
      legend: { position: "top", align: "start", labels: { color: colours.ink, usePointStyle: true, font: { family: FONT, size: 13 } } },
      tooltip: { enabled: false },
    },
  }
}

// "uge 19, 5.–11. maj 2014" is "uge 19" along the axis; by keyboard the whole name is said.
function shortName(value) {
  return this.getLabelForValue(value).split(",")[0]
}

function striped(colour, page) {
  const tile = document.createElement("canvas")
  tile.width = tile.height = 8
  const ink = tile.getContext("2d")
  ink.fillStyle = page
  ink.fillRect(0, 0, 8, 8)
  ink.strokeStyle = colour
  ink.lineWidth = 2
  for (const shift of [-8, 0, 8]) {
    ink.beginPath()
    ink.moveTo(shift, 8)
    ink.lineTo(shift + 8, 0)
    ink.stroke()
  }
  return ink.createPattern(tile, "repeat")
}
