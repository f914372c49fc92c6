# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A real Chromium with a fake microphone that plays a tone."""

import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # A machine with the loopback interface alone: Chromium would gather no address at all.
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

# How much of what the page plays to its person is this tone: 0 to 1; -1 when nothing is played at all.
LISTEN = """async hertz => {
  const all = [...document.querySelectorAll("audio")].map(ear => ear.srcObject).filter(Boolean);
  const isLive = one => one.getAudioTracks().some(track => track.readyState === "live");
  const stream = all.filter(isLive).at(-1);
  if (!stream) return -1;
  const context = window.testEar ??= new AudioContext();
  await context.resume();
  if (window.testStream !== stream) {
    window.testStream = stream;
    window.testAnalyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(window.testAnalyser);
  }
  await new Promise(done => setTimeout(done, 400));
  const bins = new Float32Array(window.testAnalyser.frequencyBinCount);
  window.testAnalyser.getFloatFrequencyData(bins);
  const energy = [...bins].map(decibel => 10 ** (decibel / 10));
  const width = context.sampleRate / 8192;
  const near = energy.filter((_, bin) => Math.abs(bin * width - hertz) < 30);
  const sum = values => values.reduce((total, value) => total + value, 0);
  return Math.max(...bins) < -80 ? 0 : sum(near) / sum(energy);
}"""


@contextmanager
def chromium(playwright: Playwright, microphone: Path | None = None, *arguments: str) -> Iterator[Browser]:
    """A browser whose microphone plays this file over and over."""
    sound = [f"--use-file-for-fake-audio-capture={microphone}"] if microphone else []
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*ARGUMENTS, *sound, *arguments], handle_sigint=False
    )
    try:
        yield browser
    finally:
        browser.close()


class Computer:
    """A whole browser of its own, as one agent's computer, that can fall asleep and wake up."""

    def __init__(self, playwright: Playwright, microphone: Path, *arguments: str) -> None:
        self._mark = f"--test-computer={secrets.token_hex(8)}"
        self._started = chromium(playwright, microphone, self._mark, *arguments)

    def __enter__(self) -> Self:
        self.browser = self._started.__enter__()
        return self

    def __exit__(self, *how: object) -> None:
        self.wake_up()
        self._started.__exit__(None, None, None)

    def fall_asleep(self) -> None:
        """Everything stops, and nothing is closed: so does a laptop whose lid is shut."""
        self._signal(signal.SIGSTOP)

    def wake_up(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        first = next((pid for pid in pids() if self._mark.encode() in words_of(pid)), None)
        for pid in family_of(first) if first else []:
            os.kill(pid, which)


def pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def words_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def family_of(first: int) -> list[int]:
    """A process and all that come from it."""
    children: dict[int, list[int]] = {}
    for pid in pids():
        try:
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(pid)
    family = [first]
    for pid in family:
        family += children.get(pid, [])
    return family


def new_context(browser: Browser, **wishes: Any) -> BrowserContext:
    """A person's own window: Danish, and with a microphone that is allowed."""
    context = browser.new_context(**{"locale": "da-DK", "viewport": {"width": 1280, "height": 900}} | wishes)
    context.grant_permissions(["microphone"])
    return context


def set_microphone(page: Page, *, allowed: bool) -> None:
    """As by the sign beside the address: the page may use the microphone, or may no longer."""
    inside = page.context.new_cdp_session(page)
    target = inside.send("Target.getTargetInfo")["targetInfo"]
    browser = page.context.browser
    assert browser
    order = {
        "permission": {"name": "microphone"},
        "setting": "granted" if allowed else "denied",
        "origin": page.evaluate("location.origin"),
        "browserContextId": target["browserContextId"],
    }
    browser.new_browser_cdp_session().send("Browser.setPermission", order)


@contextmanager
def frozen(page: Page) -> Iterator[None]:
    """Its scripts stand still, as in a tab that hangs. Nobody tells anybody."""
    inside = page.context.new_cdp_session(page)
    inside.send("Debugger.enable")
    inside.send("Debugger.pause")
    try:
        yield
    finally:
        inside.send("Debugger.resume")
        inside.send("Debugger.disable")


def share_heard(page: Page, hertz: float) -> float:
    """How much of what a page plays is this tone, 0 to 1; -1 without any sound."""
    return float(page.evaluate(LISTEN, hertz))


def barriers(page: Page) -> list[str]:
    """What an accessibility scan finds (WCAG 2.1 A and AA), one line each."""
    found = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def overhang(page: Page) -> int:
    """How many pixels of the page lie beyond its right edge: 0 means no scrolling sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
