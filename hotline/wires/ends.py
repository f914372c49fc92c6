# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The two ends of a talk, as the patchbay sees them."""

from typing import Protocol

from hotline.exchange.words import AgentId, RefusalReason
from hotline.wires import phone_messages as page
from hotline.wires.connections import Connection


class CallersEnd(Protocol):
    """Where the caller comes from: the telephone network, or a citizen's browser."""

    def answer(self, connection: Connection, sdp: str) -> None: ...

    def refuse(self, connection: Connection, reason: RefusalReason) -> None: ...

    def hang_up(self, connection: Connection) -> None: ...


class AgentsEnd(Protocol):
    """The agents' browsers."""

    def send(self, agent: AgentId, message: page.ToPage) -> None: ...

    def show(self, agent: AgentId) -> None: ...

    def living_legs(self, agent: AgentId) -> list[str]: ...
