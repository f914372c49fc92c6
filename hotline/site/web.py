# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline web`: serves the pages. Any number of these may run on one database."""

import socket

import click
import uvicorn
from django.conf import settings

from hotline.live.boards import end_streams

# Whoever is still being answered when the server ends is waited for no longer than this.
SECONDS_TO_END = 3


@click.command()
def web() -> None:
    """Serve the pages."""
    config = uvicorn.Config(
        "hotline.site.asgi:application",
        host=settings.WEB_ADDRESS,
        port=settings.WEB_PORT,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    Server(config).run()


class Server(uvicorn.Server):
    """Ends the streams before it waits for what is open: they would never end by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await end_streams()
        await super().shutdown(sockets)
