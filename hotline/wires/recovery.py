# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Going on where a process stopped: the journal replayed, the dialogs and connections taken up again."""

from dataclasses import dataclass
from itertools import chain

import msgspec
import structlog

from hotline.calls import queries
from hotline.calls.journal import event_of
from hotline.calls.models import OpenCall, OpenDialog
from hotline.exchange.codec import decode_state
from hotline.exchange.decide import Impossible, decide
from hotline.exchange.state import State
from hotline.exchange.words import Instant
from hotline.measures.models import ServiceTarget
from hotline.sip.outputs import Record
from hotline.wires.connections import ConnectionRecord, decode_record

log = structlog.get_logger()


@dataclass(frozen=True)
class Recovered:
    state: State
    position: int
    dialogs: list[Record]
    connections: list[ConnectionRecord]
    targets: frozenset[int] = frozenset()  # promised waits and short-abandon limits, in seconds


def recover() -> Recovered:
    """Read everything the last process left. The commands of replayed events were carried out by it."""
    checkpoint = queries.latest_checkpoint()
    state = decode_state(checkpoint.state) if checkpoint else State()
    position = start = checkpoint.position if checkpoint else 0
    for entry in queries.entries_after(position):
        try:
            state, _ = decide(state, event_of(entry.kind, entry.body), Instant(entry.at))
        except Impossible:
            log.exception("an event of the journal is impossible now", position=entry.position)
        position = entry.position
    log.info("replayed", events=position - start, calls=len(state.calls))
    return Recovered(
        state,
        position,
        [msgspec.json.decode(kept.record) for kept in OpenDialog.objects.all()],
        [decode_record(kept.media) for kept in OpenCall.objects.all()],
        frozenset(
            chain.from_iterable(ServiceTarget.objects.values_list("promised_seconds", "short_seconds"))
        ),
    )
