// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// How good a line is. Loss is what one hears first; then late packets, then the delay.

const POOR = { loss: 0.05, jitter: 0.06, delay: 0.6 }
const FAIR = { loss: 0.01, jitter: 0.03, delay: 0.3 }

export async function measure(leg) {
  const reports = [...(await leg.statistics()).values()]
  const inbound = reports.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio")
  const pair = reports.find(({ type, nominated }) => type === "candidate-pair" && nominated)
  if (!inbound) return null
  const { packetsReceived = 0, packetsLost = 0, jitter = 0 } = inbound
  return { received: packetsReceived, lost: packetsLost, jitter, delay: pair?.currentRoundTripTime ?? 0 }
}

// "good", "fair" or "poor"; null when nothing was due in between, as on hold.
export function judge(before, now) {
  const received = now.received - before.received
  const lost = Math.max(0, now.lost - before.lost)
  if (received + lost <= 0) return null
  const seen = { loss: lost / (received + lost), jitter: now.jitter, delay: now.delay }
  const exceeds = limits => Object.keys(limits).some(name => seen[name] > limits[name])
  if (exceeds(POOR)) return "poor"
  return exceeds(FAIR) ? "fair" : "good"
}
