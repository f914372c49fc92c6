# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline web`: serves the pages. Any number of these may run on one database."""

import click
import uvicorn
from django.conf import settings

# Open event streams end when the server does; nobody waits for them longer than this.
SECONDS_TO_END = 3


@click.command()
def web() -> None:
    """Serve the pages."""
    uvicorn.run(
        "hotline.site.asgi:application",
        host=settings.WEB_ADDRESS,
        port=settings.WEB_PORT,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
