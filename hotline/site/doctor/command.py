# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import asyncio
import datetime as dt

import click
from django.conf import settings

from hotline.site.addresses import addresses_beyond_home
from hotline.site.doctor import browsers, machine, network
from hotline.site.doctor.finding import Finding, Health
from hotline.site.supervisor import is_running

MARKS = {Health.WELL: ("ok", "green"), Health.DOUBTFUL: ("look", "yellow"), Health.ILL: ("BAD", "red")}


@click.command()
def doctor() -> None:
    """Look for what is wrong, and say what to do about it. Ends with 1 if anything is bad."""
    findings = look_at_everything()
    for finding in findings:
        tell(finding)
    counted = [finding.health for finding in findings]
    if Health.ILL in counted:
        click.echo(f"\n{counted.count(Health.ILL)} must be mended.")
        raise SystemExit(1)
    click.echo("\nNothing is wrong.")


def look_at_everything() -> list[Finding]:
    now = dt.datetime.now(dt.UTC)
    return [
        *machine.look_at_disk(settings.DATA),
        *machine.look_at_secret(settings.DATA),
        *machine.look_at_clock(now),
        *machine.look_at_database(),
        *machine.look_at_line(),
        *machine.look_at_sounds(settings.DATA / "sounds"),
        *network.look_at_relay_program(),
        *network.look_at_media_ports(),
        *look_at_programs_or_ports(),
        *machine.look_at_jobs(now, is_running=is_running(settings.DATA)),
        *browsers.look_at_microphone(),
        *browsers.look_at_way_of_sound(addresses_beyond_home()),
        *browsers.look_at_certificates(now),
        *browsers.look_at_openness(),
    ]


def look_at_programs_or_ports() -> list[Finding]:
    if not is_running(settings.DATA):
        return list(network.look_at_ports())

    async def found() -> list[Finding]:
        return [finding async for finding in network.look_at_programs()]

    return asyncio.run(found())


def tell(finding: Finding) -> None:
    mark, colour = MARKS[finding.health]
    click.echo(f"{click.style(f'{mark:<5}', fg=colour)}{finding.subject}: {finding.says}")
    if finding.advice:
        click.echo(f"     → {finding.advice}")
