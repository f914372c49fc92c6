# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The running system under load: relay, exchange and web on this machine, citizens by sipp, desks pretended.

    python -m bench.line [--quick]

Method: a system of its own (`hotline run`, SQLite, the line forced open) is started on free ports. Citizens
are
sipp processes, desks are WebSockets in this process, which answer every ring at once and in place of WebRTC
speak
plain RTP with the relay. Everything shares the machine's cores, the load makers included, so the figures
are what
a small machine can do and not what the product could do alone. Instants are taken by one monotonic clock,
at the
socket of the load maker: the way through the kernel is in them.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.callers import Crowd
from bench.desks import Desk, Seen
from bench.processes import Usage, percentile
from bench.voices import Side, speak_together
from hotline.sip.outputs import Answered, DialogId
from hotline.sip.sdp import audio
from hotline.wires.clock import steady_clock
from hotline.wires.simulator import SDP, Telephones
from tests.parts.system import ROOT, System, made_sounds

PROGRAMS = ("relay", "exchange", "web")
CPU_OF = ("ms CPU/s exch.", "ms CPU/s relay")
LINE = "sip:70200000@127.0.0.1"


@dataclass(frozen=True)
class Bench:
    system: System
    tokens: dict[int, str]

    @property
    def exchange(self) -> tuple[str, int]:
        return "127.0.0.1", self.system.sip_port

    def usage(self) -> dict[str, Usage]:
        return {name: Usage.of(self.system.pid_of(name) or 0) for name in PROGRAMS}

    @asynccontextmanager
    async def telephones(self) -> AsyncIterator[Telephones]:
        """Telephones of our own, where something must be known of each call."""
        transport, telephones = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: Telephones("127.0.0.1", steady_clock()), local_addr=("127.0.0.1", 0)
        )
        try:
            yield telephones
        finally:
            await asyncio.sleep(1)  # the last goodbye is answered
            transport.close()

    @asynccontextmanager
    async def desks(self, count: int, talk: float | None, rtp_port: int = 9) -> AsyncIterator[Seen]:
        """So many agents on duty, available when the block begins."""
        seen = Seen()
        url = f"ws://127.0.0.1:{self.system.exchange_port}/phone"
        agents = list(self.tokens.items())[:count]
        tasks = [
            asyncio.create_task(Desk(agent, token, url, seen, talk, rtp_port).work())
            for agent, token in agents
        ]
        await asyncio.sleep(4)  # new agents' lines are known, and they have proved that they ring
        try:
            yield seen
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.sleep(1.5)


def print_row(*cells: object) -> None:
    print("  ".join(f"{cell!s:>14}" for cell in cells), flush=True)


def milliseconds(values: list[float]) -> list[str]:
    return [f"{percentile(values, share) * 1000:.1f}" for share in (0.5, 0.95, 0.99)]


async def call_rate(bench: Bench, rates: list[int], seconds: float) -> None:
    print("\nCall rate: each call is let in, welcomed, offered, answered, and lasts a second")
    print_row("calls/s", "made", "failed", "repeated", "ms CPU/call:", *PROGRAMS)
    for rate in rates:
        async with bench.desks(min(len(bench.tokens), rate * 3 // 2 + 10), talk=None) as seen:
            before = bench.usage()
            crowd = Crowd(bench.exchange, int(rate * seconds), rate, stay=1.0).ring()
            outcome = await asyncio.to_thread(crowd.outcome)
            after = bench.usage()
        cost = [f"{after[name].since(before[name]).cpu / outcome['made'] * 1000:.1f}" for name in PROGRAMS]
        print_row(
            rate, outcome["made"], outcome["failed"], outcome["repeated"], f"({seen.talks} talks)", *cost
        )


async def ring_latency(bench: Bench) -> None:
    print("\nINVITE sent to the ring at a desk, nobody waiting; 200 calls, one after the other (ms)")
    print_row("median", "95th", "99th")
    sdp = SDP.format(address="127.0.0.1", port=6000).replace("\n", "\r\n")
    waits = []
    async with bench.desks(20, talk=None) as seen, bench.telephones() as telephones:
        for number in range(200):
            caller = f"+4577{number:06}"
            began = time.monotonic()
            dialog = telephones.ring(LINE, f"sip:{caller}@127.0.0.1", sdp, bench.exchange, lambda _: None)
            while caller not in seen.rung_at and time.monotonic() < began + 5:
                await asyncio.sleep(0.0005)
            waits.append(seen.rung_at.get(caller, began + 5) - began)
            await asyncio.sleep(0.1)
            telephones.hang_up(dialog)
    print_row(*milliseconds(waits))


async def refill(bench: Bench, crowds: list[int]) -> None:
    print("\nAgent free (wrap-up ended) to the next ring at that desk, by how many wait (ms)")
    print_row("waiting", "offers", "median", "95th", "99th")
    for waiting in crowds:
        crowd = Crowd(bench.exchange, waiting, 50, stay=waiting / 50 + 45).ring()
        await asyncio.sleep(waiting / 50 + 3)
        async with bench.telephones() as telephones, bench.desks(1, talk=0.05) as seen:
            await _keep_waiting(bench, telephones, seen, waiting, 28)
        crowd.process.terminate()
        await asyncio.to_thread(crowd.process.wait)
        print_row(waiting, len(seen.refilled), *milliseconds(seen.refilled))
        bench.system.wait_until_quiet()


async def _keep_waiting(
    bench: Bench, telephones: Telephones, seen: Seen, waiting: int, seconds: float
) -> None:
    """For everybody who is answered another one rings: as many wait at the end as at the beginning."""
    sdp = SDP.format(address="127.0.0.1", port=6000).replace("\n", "\r\n")
    dialogs: list[DialogId] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while len(dialogs) < seen.talks:
            caller = f"sip:+4579{len(dialogs):06}@127.0.0.1"
            dialogs.append(telephones.ring(LINE, caller, sdp, bench.exchange, lambda _: None))
        await asyncio.sleep(0.02)
    for dialog in dialogs[-waiting - 1 :]:
        telephones.hang_up(dialog)


async def waiting_cost(bench: Bench, crowds: list[int]) -> None:
    print("\nWaiting with music: memory and CPU of one waiting caller")
    print_row("waiting", "KB exchange", "KB web", "KB relay", *CPU_OF)
    for waiting in crowds:
        before = bench.usage()
        crowd = Crowd(bench.exchange, waiting, 50, stay=waiting / 50 + 20).ring()
        await asyncio.sleep(waiting / 50 + 3)
        begun, at = bench.usage(), time.monotonic()
        await asyncio.sleep(12)
        ended, seconds = bench.usage(), time.monotonic() - at
        memory = [
            f"{begun[n].since(before[n]).memory / waiting / 1024:.1f}" for n in ("exchange", "web", "relay")
        ]
        cpu = [
            f"{ended[n].since(begun[n]).cpu / waiting / seconds * 1000:.2f}" for n in ("exchange", "relay")
        ]
        print_row(waiting, *memory, *cpu)
        await asyncio.to_thread(crowd.outcome)
        bench.system.wait_until_quiet()


async def talking(bench: Bench, sizes: list[int]) -> None:
    print("\nTalking in G.711, 50 packets a second each way: what was lost, and what a pair costs")
    print_row("pairs", "lost to agents", "lost to callers", "KB exchange", "KB relay", *CPU_OF)
    for pairs in sizes:
        callers, agents = Side(), Side()
        at_rest = bench.usage()
        async with (
            bench.desks(pairs, talk=None, rtp_port=agents.port) as seen,
            bench.telephones() as telephones,
        ):
            dialogs, caller_ports = await _ring_and_talk(bench, telephones, callers, seen, pairs)
            begun, at = bench.usage(), time.monotonic()
            await asyncio.to_thread(speak_together, callers, agents, (caller_ports, seen.relay_ports), 15.0)
            ended, seconds = bench.usage(), time.monotonic() - at
            for dialog in dialogs:
                telephones.hang_up(dialog)
        lost = [
            f"{1 - there.heard / here.said:.2%}" for here, there in ((callers, agents), (agents, callers))
        ]
        memory = [f"{begun[n].since(at_rest[n]).memory / pairs / 1024:.0f}" for n in ("exchange", "relay")]
        cpu = [f"{ended[n].since(begun[n]).cpu / pairs / seconds * 1000:.2f}" for n in ("exchange", "relay")]
        print_row(pairs, *lost, *memory, *cpu)
        bench.system.wait_until_quiet()


async def _ring_and_talk(
    bench: Bench, telephones: Telephones, callers: Side, seen: Seen, pairs: int
) -> tuple[list[DialogId], list[int]]:
    """Ring until so many talk; the callers' dialogs, and the relay's ports for their legs."""
    ports: list[int] = []

    def heard(output: object) -> None:
        if isinstance(output, Answered) and output.sdp:
            ports.append(audio(output.sdp).port)

    sdp = SDP.format(address="127.0.0.1", port=callers.port).replace("\n", "\r\n")
    dialogs = []
    for number in range(pairs):
        dialog = telephones.ring(LINE, f"sip:+4578{number:06}@127.0.0.1", sdp, bench.exchange, heard)
        dialogs.append(dialog)
        await asyncio.sleep(0.05)
    until = time.monotonic() + 30
    while seen.talking < pairs and time.monotonic() < until:
        await asyncio.sleep(0.1)
    return dialogs, ports


def measured(bench: Bench, quick: bool) -> list[Callable[[], object]]:
    return [
        lambda: ring_latency(bench),
        lambda: call_rate(bench, [25, 50] if quick else [25, 50, 75, 100, 125, 150], 5 if quick else 15),
        lambda: refill(bench, [10, 100] if quick else [10, 100, 1000]),
        lambda: waiting_cost(bench, [50] if quick else [50, 200, 400]),
        lambda: talking(bench, [50] if quick else [100, 200, 400]),
    ]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="Fewer steps: half a minute a table.")
    options.add_argument("--only", type=int, help="Only the table with this number, from 1.")
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
    folder = Path(tempfile.mkdtemp(prefix="hotline-bench-"))
    sounds = made_sounds(ROOT / "build" / "sounds")
    with System(folder, sounds, HOTLINE_LOG_LEVEL="WARNING") as system:
        bench = Bench(system, _people(system))
        for number, table in enumerate(measured(bench, chosen.quick), 1):
            if chosen.only in {None, number}:
                asyncio.run(table())  # type: ignore[arg-type]


def _people(system: System) -> dict[int, str]:
    """More agents than the example has, with their passes."""
    code = """
from hotline.people.models import Role, User
from hotline.organisations.models import Line, Authority
from hotline.desk.tokens import token_for
line, authority = Line.objects.first(), Authority.objects.first()
line.most_waiting, line.nobody_seconds, line.wrap_up_seconds = 5000, 3600, 600
line.save()
for number in range(400):
    user = User.objects.create(username=f"bench{number}", name=f"Bench {number}", authority=authority)
    Role.objects.create(user=user, authority=authority, kind="agent").lines.add(line)
result = {user.pk: token_for(user.pk) for user in User.objects.filter(username__startswith="bench")}
"""
    return {int(agent): token for agent, token in system.django(code).items()}


if __name__ == "__main__":
    main()
