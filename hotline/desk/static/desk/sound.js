// SPDX-FileCopyrightText: 2026 Hotline contributors
// SPDX-License-Identifier: MPL-2.0
// Sound of our own making: the tones, and how loud a stream is. One audio context for the whole life of the
// page; while it runs the browser neither puts the tab to sleep nor holds back the ringing.

let context = null

const audio = () => context ??= new AudioContext()

export const isAudible = () => context?.state === "running"

// Browsers let a page sound once somebody has touched it, or while it has the microphone.
export function wake(whenChanged = () => {}) {
  audio().onstatechange = whenChanged
  const resume = () => audio().resume()
  resume()
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, resume, { once: true })
}

export function sound({ frequencies, seconds, loudness = 0.2, after = 0 }) {
  const start = audio().currentTime + after
  const volume = audio().createGain()
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(loudness, start + 0.02)
  volume.gain.setValueAtTime(loudness, start + seconds - 0.05)
  volume.gain.linearRampToValueAtTime(0, start + seconds)
  volume.connect(audio().destination)
  for (const frequency of frequencies) {
    const tone = new OscillatorNode(audio(), { frequency })
    tone.connect(volume)
    tone.start(start)
    tone.stop(start + seconds)
  }
}

// A function that says how loud the stream is now: 0 is silence, 1 is shouting.
export function levelOf(stream) {
  const analyser = new AnalyserNode(audio(), { fftSize: 8192 })
  const source = audio().createMediaStreamSource(stream)
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const level = () => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    return Math.max(0, Math.min(1, 1 + Math.log10(power + 1e-9) / 6))
  }
  return Object.assign(level, { stop: () => source.disconnect() })
}
