# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An administrator changes who answers which line while the agents are at work."""

import pytest

from hotline.exchange.words import AgentId
from hotline.organisations.models import Line
from hotline.people.models import Role
from tests.parts.media_relay import MediaRelay
from tests.wires.database import in_database
from tests.wires.running import running

pytestmark = pytest.mark.django_db(transaction=True)

AGENT, CALLER = 700, 500


async def test_an_agent_given_a_line_at_work_is_rung_by_its_next_caller(
    open_line: Line, alma: AgentId, media_relay: MediaRelay
) -> None:
    role = await in_database(lambda: Role.objects.get(user_id=alma))
    await in_database(role.lines.clear)
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        process = exchange.process
        assert process.switchboard.state.agents[alma].lines == ()
        await in_database(lambda: role.lines.add(open_line))
        await exchange.until(lambda: process.switchboard.state.agents[alma].lines == (open_line.pk,))
        caller = await exchange.network.caller(CALLER)
        await page.answer()
        await caller.telephone.hears(AGENT)
        caller.hang_up()
