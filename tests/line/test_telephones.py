# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A real telephone (baresip) and an agent: they hear each other, whatever key of the telephone is pressed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.plain_desk import TONE, PlainDesk
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until


@pytest.fixture
def desk(system: System, agent_numbers: Iterator[int]) -> Iterator[PlainDesk]:
    with PlainDesk(system, f"agent{next(agent_numbers)}") as one:
        yield one


def talk(system: System, desk: PlainDesk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.wait_for_call()
    until(lambda: desk.hears(telephone.tone), "the agent hears the citizen", 20)
    telephone.expect_to_hear(TONE)


def test_telephone_holds_and_resumes_and_the_agent_hangs_up(
    system: System, desk: PlainDesk, telephone: Telephone
) -> None:
    """What this telephone hears after it has held is not recorded any more; the scenario `hold` listens."""
    talk(system, desk, telephone)
    telephone.hold()
    until(lambda: not desk.hears(telephone.tone), "the agent hears the citizen no more", 20)
    telephone.resume()
    until(lambda: desk.hears(telephone.tone), "the agent hears the citizen again", 20)
    desk.hang_up()
    telephone.wait_until_over()
    system.wait_for_end(telephone.number, "answered_agent_hung_up")


def test_agent_holds_and_resumes_between_the_telephones_hold_and_resume(
    system: System, desk: PlainDesk, telephone: Telephone, sounds: Path
) -> None:
    talk(system, desk, telephone)
    desk.hold()
    telephone.expect_to_hear_sound(sounds / "any" / "music.wav")
    until(lambda: not desk.hears(telephone.tone), "the agent hears the citizen no more", 20)
    telephone.hold()
    desk.resume()
    telephone.resume()
    until(lambda: desk.hears(telephone.tone), "the agent hears the citizen again", 20)
    telephone.hang_up()
    desk.wait_until_free()


def test_keys_of_the_telephone_disturb_nothing(system: System, desk: PlainDesk, telephone: Telephone) -> None:
    talk(system, desk, telephone)
    for digit in "159#*0":
        telephone.press(digit)
    until(lambda: desk.hears(telephone.tone), "the agent hears the citizen", 20)
    telephone.hang_up()
    desk.wait_until_free()
    system.wait_for_end(telephone.number, "answered_caller_hung_up")
