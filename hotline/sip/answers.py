# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Responses: what goes into them and where they go."""

import re
import zlib

from hotline.sip.headers import split_list
from hotline.sip.messages import Headers, Request, Response
from hotline.sip.outputs import Address
from hotline.sip.uris import DEFAULT_PORT

PHRASES = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    420: "Bad Extension",
    422: "Session Interval Too Small",
    469: "Bad Info Package",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    489: "Bad Event",
    491: "Request Pending",
    500: "Server Internal Error",
    501: "Not Implemented",
    503: "Service Unavailable",
    505: "Version Not Supported",
    513: "Message Too Large",
    600: "Busy Everywhere",
    603: "Decline",
}
_NOTED = re.compile(r"\s*;\s*(?:received|rport)\s*(?:=[^;]*)?(?=;|$)", re.IGNORECASE)
CLASSES = {
    1: "Progress",
    2: "OK",
    3: "Redirect",
    4: "Request Failure",
    5: "Server Failure",
    6: "Global Failure",
}


def phrase(status: int) -> str:
    """The words that go with a status."""
    return PHRASES.get(status) or CLASSES[status // 100]


def answer(request: Request, status: int, tag: str = "") -> Response:
    """The bare response to a request. `tag` is ours; a To that already has one keeps it."""
    fields = {name: request.headers.fields[name] for name in ("via", "from", "to", "call-id", "cseq")}
    if tag and not request.to_tag:
        fields["to"] = [f"{fields['to'][0]};tag={tag}"]
    if status == 100 and "timestamp" in request.headers.fields:
        fields["timestamp"] = request.headers.fields["timestamp"]
    if 100 < status < 300 and "record-route" in request.headers.fields:
        fields["record-route"] = request.headers.fields["record-route"]
    return Response(Headers(fields), b"", request.cseq, request.method, request.via, status, phrase(status))


def passing_tag(request: Request) -> str:
    """Our tag in an answer we do not remember: the same for every repetition of the request."""
    return (
        f"{zlib.crc32(f'{request.branch} {request.call_id} {request.cseq}'.encode('utf-8', 'replace')):08x}"
    )


def find_way_back(request: Request, source: Address) -> None:
    """Note in the topmost Via where the request really came from, and where its answer goes
    (RFC 3261 section 18.2 and RFC 3581).
    """
    lines, via = request.headers.fields["via"], request.via
    wants_port = "rport" in via.parameters
    if wants_port or via.host.strip("[]") != source[0]:
        top, *rest = split_list(lines[0])
        noted = f";received={source[0]}" + (f";rport={source[1]}" if wants_port else "")
        lines[0] = ", ".join([_NOTED.sub("", top) + noted, *rest])
    port = source[1] if wants_port else via.port or DEFAULT_PORT
    request.source, request.reply_to = source, (source[0], port)
