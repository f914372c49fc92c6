// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Reads what a chart is drawn from out of the table beside it: the names of the points from the first column, the
// numbers from the chosen columns, and the words people read in every cell.

export function readTable(table, columns) {
  const rows = [...table.tBodies[0].rows].filter(row => row.cells.length > Math.max(...columns))
  const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim())
  return {
    points: rows.map(row => row.cells[0].textContent.trim()),
    series: columns.map(column => ({
      name: heads[column],
      numbers: rows.map(row => numberIn(row.cells[column])),
      words: rows.map(row => row.cells[column].textContent.trim()),
    })),
  }
}

function numberIn(cell) {
  const number = cell.dataset.number
  return number === undefined || number === "" ? null : Number(number)
}
