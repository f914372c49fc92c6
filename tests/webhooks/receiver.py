# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A system as an authority would write it from docs/webhooks.md alone, with nothing of ours in it: verifies
what comes with the secret it was given, refuses what is old or was changed, and takes each message once.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOLERANCE = dt.timedelta(minutes=5)


class Refused(Exception):
    """What came is not to be believed; the word says why."""


@dataclass
class Receiver:
    secret: str
    taken: dict[str, Any] = field(default_factory=dict)

    def take(self, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> bool:
        """Whether the message is new. Raises Refused."""
        key, sent, signed = (headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        if abs(now.timestamp() - int(sent)) > TOLERANCE.total_seconds():
            raise Refused("old")
        kind, _, encoded = self.secret.partition("_")
        if kind != "whsec":
            raise Refused("secret")
        content = b".".join([key.encode(), sent.encode(), body])
        own = hmac.new(base64.b64decode(encoded), content, hashlib.sha256).digest()
        offered = [one.removeprefix("v1,") for one in signed.split(" ") if one.startswith("v1,")]
        if not any(hmac.compare_digest(base64.b64encode(own).decode(), one) for one in offered):
            raise Refused("signature")
        is_new = key not in self.taken
        self.taken[key] = json.loads(body)
        return is_new
