# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The pass a page shows the exchange."""

import datetime as dt

import pytest
import time_machine
from django.core import signing

from hotline.desk.tokens import CITIZEN, Token, WrongToken, read_token, token_for, token_for_citizen

MORNING = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def test_the_exchange_reads_who_an_agent_is() -> None:
    assert read_token(token_for(17)) == Token(user=17)


def test_a_citizen_is_nobody_we_know() -> None:
    assert read_token(token_for_citizen()) == Token(user=None)


def test_no_person_can_have_the_citizens_key() -> None:
    assert read_token(token_for(CITIZEN)) == read_token(token_for_citizen())


def test_a_pass_is_good_for_a_working_day() -> None:
    with time_machine.travel(MORNING, tick=False):
        token = token_for(17)
    with time_machine.travel(MORNING + dt.timedelta(hours=11, minutes=59), tick=False):
        assert read_token(token) == Token(user=17)


def test_a_pass_of_yesterday_is_refused() -> None:
    with time_machine.travel(MORNING, tick=False):
        token = token_for(17)
    next_day = MORNING + dt.timedelta(hours=12, seconds=1)
    with time_machine.travel(next_day, tick=False), pytest.raises(WrongToken):
        read_token(token)


@pytest.mark.parametrize("text", ["", "17", "nonsense", "Mg:1x:nonsense", "æøå", "a:b:c:d", "\x00"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(WrongToken):
        read_token(text)


def test_a_pass_with_another_agent_written_in_is_refused() -> None:
    mine, signature = token_for(17), token_for(18).split(":", 1)[1]
    assert mine.split(":", 1)[0] + ":" + signature != mine
    with pytest.raises(WrongToken):
        read_token(mine.split(":", 1)[0] + ":" + signature)


def test_what_was_signed_for_something_else_is_no_pass() -> None:
    with pytest.raises(WrongToken):
        read_token(signing.dumps(17, salt="another purpose"))
