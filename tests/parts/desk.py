# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The desk as a person uses it, in a real browser."""

import contextlib
from collections.abc import Iterator
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.parts.browser import new_context, share_heard
from tests.parts.system import System
from tests.parts.waiting import until

PATIENCE = 30_000  # ms: a busy computer takes its time
expect.set_options(timeout=PATIENCE)

DOCK = "#phone-dock"
EARS = """async () => {
  const { phone } = await import("desk/phone");
  const reports = phone.legs.newest ? [...(await phone.legs.newest.statistics()).values()] : [];
  const kinds = ["inbound-rtp", "outbound-rtp", "transport", "candidate-pair"];
  const ears = [...document.querySelectorAll("audio")].map(ear => [ear.paused, ear.srcObject?.active]);
  return JSON.stringify({ ears, reports: reports.filter(({ type }) => kinds.includes(type)) });
}"""
# Noise of a browser whose server or exchange has been killed on purpose.
HARMLESS = ("net::ERR_", "Failed to fetch", "Load failed", "NetworkError")


class Desk:
    """One tab of an agent. Every tab of one browser context is the same agent."""

    def __init__(self, context: BrowserContext, web: str, at: str = "/desk/") -> None:
        self.context = context
        self.web = web
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.goto(f"{web}{at}")

    def _note(self, problem: str) -> None:
        if not any(harmless in problem for harmless in HARMLESS):
            self.problems.append(problem)

    def another_tab(self) -> "Desk":
        return Desk(self.context, self.web)

    # ---------------------------------------------------------------- what the agent does

    def key(self, deed: str) -> Locator:
        """The phone's button for a deed, such as `answer`."""
        return self.page.locator(f'button[data-action="desk--phone#{deed}"]:visible')

    def press(self, deed: str) -> None:
        self.key(deed).click()

    def switch_on(self) -> Self:
        """The check of microphone and loudspeaker, then the phone."""
        check = '[data-action="desk--microphone-check#{}"]'
        self.page.click(check.format("begin"))
        self.page.check(check.format("ready"))
        self.page.click(check.format("start"))
        self.expect_status("signed_out")
        return self

    def take_calls(self) -> Self:
        self.press("available")
        self.expect_status("available", "ringing")  # it rings at once when somebody waits
        return self

    def answer(self, seconds: float = 30) -> None:
        """Answer what rings. On a busy computer it may stop ringing under one's hand, and ring again."""
        self.expect_ringing(seconds)
        until(self._has_answered, lambda: f"the call is answered: the desk shows {self.status}", 60)

    def _has_answered(self) -> bool:
        if self.status == "ringing":
            with contextlib.suppress(TookTooLong):
                self.key("answer").click(timeout=5000)
        return self.status == "talking"

    def hang_up(self) -> None:
        self.press("hangUp")
        self.expect_status("wrapping_up")

    def finish(self) -> None:
        self.press("finish")
        self.expect_status("available", "ringing")

    def pause(self, reason: str = "break") -> None:
        self.page.locator(f"{DOCK} details.menu summary").click()
        self.page.click(f'[data-desk--phone-reason-param="{reason}"]')

    def leave(self) -> None:
        """Go home, whatever was going on: what is to be pressed may vanish by itself."""
        for deed in ("hangUp", "finish", "signOff"):
            with contextlib.suppress(TookTooLong):
                if self.key(deed).is_visible():
                    self.key(deed).click(timeout=3000)
                    self.page.wait_for_timeout(200)

    # ---------------------------------------------------------------- what the agent meets

    @property
    def status(self) -> str | None:
        """The phone's status as this tab shows it."""
        return self.page.locator(DOCK).get_attribute("data-face")

    def expect_status(self, *statuses: str, seconds: float = 30) -> None:
        until(
            lambda: self.status in statuses,
            lambda: f"the desk shows {' or '.join(statuses)}, not {self.status}",
            seconds,
        )

    def expect_ringing(self, seconds: float = 30) -> None:
        expect(self.key("answer")).to_be_visible(timeout=seconds * 1000)

    def says(self, part: str) -> str:
        """What stands in a part of the phone bar, such as `alert`, `number` or `status`."""
        return self.page.locator(f'[data-desk--phone-target="{part}"]').inner_text()

    def share_heard(self, hertz: float) -> float:
        """How much of what the agent hears is this tone, 0 to 1; -1 without any sound."""
        return share_heard(self.page, hertz)

    def hears(self, hertz: float) -> bool:
        return self.share_heard(hertz) > 0.5

    def expect_to_hear(self, hertz: float, seconds: float = 20) -> None:
        until(lambda: self.hears(hertz), lambda: f"the agent hears {hertz} Hz; {self.sound}", seconds)

    @property
    def sound(self) -> str:
        """What this tab plays, and what becomes of it, for whoever has to find out why a test failed."""
        return str(self.page.evaluate(EARS))


class Agents:
    """Those of the example who come to work in this browser, one after the other."""

    def __init__(self, system: System, browser: Browser, numbers: Iterator[int]) -> None:
        self._system = system
        self._browser = browser
        self._numbers = numbers
        self._desks: list[Desk] = []

    def signed_in(self, username: str = "", at: str = "/desk/", **wishes: object) -> Desk:
        """With the phone off, at the desk or on another page."""
        context = new_context(self._browser, **wishes)
        session = self._system.session_of(username or f"agent{next(self._numbers)}")
        context.add_cookies([{"name": "sessionid", "value": session, "url": self._system.web}])
        desk = Desk(context, self._system.web, at)
        self._desks.append(desk)
        return desk

    def ready(self) -> Desk:
        """With the phone on, and signed off."""
        return self.signed_in().switch_on()

    def available(self) -> Desk:
        return self.ready().take_calls()

    def described(self) -> str:
        """What each page looks like, for whoever has to find out why a test failed."""
        pages = [desk.page for desk in self._desks]
        return "\n".join(f"{page.url}\n{page.inner_text('body')[:1500]}\n" for page in pages)

    def go_home(self) -> None:
        """All of them. Whatever their pages complained of fails the test."""
        for desk in self._desks:
            if not desk.page.is_closed():
                desk.leave()
            desk.context.close()
        problems = [problem for desk in self._desks for problem in desk.problems]
        assert problems == []
