# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Posts a signed message to somebody's system, and to nobody inside our own network.

The address is set by somebody outside of it. So its name is looked up once, the place found is checked, and
the connection goes to that very place: a name that leads elsewhere a moment later leads nowhere.
"""

import datetime as dt
import ipaddress
import json
import socket
import ssl
from collections.abc import Sequence
from functools import cache

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from hotline.webhooks.signing import signed_headers
from hotline.webhooks.trying import NotDelivered

PATIENCE = httpx.Timeout(15.0, connect=5.0)
MOST_PLACES = 3
# All of IPv6 that is given out to anybody, and what in it leads to machines of IPv4: 6to4 and Teredo.
GIVEN_OUT = ipaddress.ip_network("2000::/3")
TUNNELS = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))


def post(address: str, secret: str, *, message_id: str, message: dict[str, object], at: dt.datetime) -> None:
    """Tell the system at the address. Raises NotDelivered."""
    url = _parsed(address)
    places = checked_places(url)
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = {
        "host": url.netloc.decode(),
        "content-type": "application/json",
        "user-agent": "Hotline",
        **signed_headers(secret, message_id, int(at.timestamp()), body),
    }
    try:
        with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False, verify=tls()) as client:
            answer = _answer(client, url, places, body, headers)
    except httpx.HTTPError as problem:
        raise NotDelivered(_("No answer: %(problem)s") % {"problem": type(problem).__name__}) from problem
    if not answer.is_success:
        gone = answer.status_code == httpx.codes.GONE
        raise NotDelivered(_("It answered %(status)d.") % {"status": answer.status_code}, for_good=gone)


def _answer(
    client: httpx.Client, url: httpx.URL, places: Sequence[str], body: bytes, headers: dict[str, str]
) -> httpx.Response:
    """Of the first place that can be reached: an address of IPv6 may lead nowhere from here."""
    *others, last = places
    for place in others:
        try:
            return _sent(client, url, place, body, headers)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    return _sent(client, url, last, body, headers)


def _sent(
    client: httpx.Client, url: httpx.URL, place: str, body: bytes, headers: dict[str, str]
) -> httpx.Response:
    """The certificate is still asked for by name. What the answer holds may be endless, and is not read."""
    there, name = url.copy_with(host=place), {"sni_hostname": url.host}
    asked = client.build_request("POST", there, content=body, headers=headers, extensions=name)
    answer = client.send(asked, stream=True)
    answer.close()
    return answer


@cache
def tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _parsed(address: str) -> httpx.URL:
    try:
        return httpx.URL(address)
    except httpx.InvalidURL as problem:
        raise NotDelivered(_("The address cannot be read."), for_good=True) from problem


def checked_places(url: httpx.URL) -> list[str]:
    """The first few IP addresses of a system that may be told. Raises NotDelivered."""
    anywhere: bool = settings.WEBHOOKS_ANYWHERE
    if not url.host or url.scheme not in ({"http", "https"} if anywhere else {"https"}):
        raise NotDelivered(_("The address must begin with https://."), for_good=True)
    try:
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NotDelivered(_("The address is not known.")) from problem
    places = list(dict.fromkeys(str(place[4][0]) for place in found))
    if not anywhere and not all(is_public(place) for place in places):
        raise NotDelivered(_("The address lies in a private network."), for_good=True)
    return places[:MOST_PLACES]


def is_public(place: str) -> bool:
    """Reachable from anywhere, and one machine: also when an IPv4 address is written as one of IPv6."""
    found = ipaddress.ip_address(place)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return found.is_global and found in GIVEN_OUT and not any(found in tunnel for tunnel in TUNNELS)
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast
