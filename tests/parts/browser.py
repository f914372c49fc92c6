# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A real Chromium with a fake microphone that plays a tone, and the desk as a person uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from tests.parts.waiting import until

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
# How loud each tone is in what the page plays to its person: the share of the strongest bins at that tone.
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
def chromium(playwright: Playwright, microphone: Path | None = None) -> Iterator[Browser]:
    """A browser whose microphone plays this file over and over."""
    arguments = [*ARGUMENTS, f"--use-file-for-fake-audio-capture={microphone}"] if microphone else ARGUMENTS
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    try:
        yield browser
    finally:
        browser.close()


class Desk:
    """An agent in front of the desk. Every tab of one browser context is the same agent."""

    def __init__(self, context: BrowserContext, web: str, username: str, password: str) -> None:
        self.context = context
        self.web = web
        self.page = context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(f"{web}/desk/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/desk/**")

    def key(self, deed: str) -> Locator:
        """The phone's button for a deed, such as `answer`."""
        return self.page.locator(f'button[data-action="desk--phone#{deed}"]:visible')

    def switch_on(self) -> None:
        """The check of microphone and loudspeaker, then the phone."""
        check = '[data-action="desk--microphone-check#{}"]'
        self.page.click(check.format("begin"))
        self.page.check(check.format("ready"))
        self.page.click(check.format("start"))
        expect(self.key("available")).to_be_visible()

    def take_calls(self) -> None:
        self.key("available").click()
        self.expect_status("available")

    def expect_status(self, status: str, seconds: float = 10) -> None:
        until(lambda: self.status == status, f"the desk shows {status}, not {self.status}", seconds)

    @property
    def status(self) -> str | None:
        """The agent's status as the page was told it."""
        return self.page.locator("#phone-dock").get_attribute("data-face")

    def answer(self, seconds: float = 20) -> None:
        expect(self.key("answer")).to_be_visible(timeout=seconds * 1000)
        self.key("answer").click()
        self.expect_status("talking")

    def sign_off(self) -> None:
        if self.key("signOff").is_visible():
            self.key("signOff").click()

    def share_heard(self, hertz: float) -> float:
        """How much of what the agent hears is this tone, 0 to 1; -1 without any sound."""
        return float(self.page.evaluate(LISTEN, hertz))

    def hears(self, hertz: float) -> bool:
        return self.share_heard(hertz) > 0.5


def barriers(page: Page) -> list[Any]:
    """What an accessibility scan finds (WCAG 2.1 A and AA)."""
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    return list(Axe().run(page, options=rules).response["violations"])
