# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Session descriptions as texts: just what a telephone line needs of RFC 4566 and 3264.

The media side cuts an offer down with `narrow`, gives that to the media relay, and hands the
relay's answer back; the user agent then adds the refused streams (`matching`) and keeps the
session's origin and version right (`following`). Nothing is ever transcoded.
"""

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from hotline.sip.errors import Unusable

G711 = ("PCMA", "PCMU")
KEYS = "TELEPHONE-EVENT"

_STATIC = {"0": ("PCMU", 8000), "8": ("PCMA", 8000)}
_RTPMAP = re.compile(r"a=rtpmap:([0-9]{1,3})\s+([^/\s]+)/([0-9]{1,6})")
_ABOUT_FORMAT = re.compile(r"a=(?:rtpmap|fmtp|rtcp-fb):([0-9]{1,3}|\*)(?:\s|$)")
_MEDIA = re.compile(r"m=(\S+) ([0-9]{1,5})(?:/[0-9]+)? (\S+)((?: \S+)+)")
_ORIGIN = re.compile(r"^o=(\S+ \S+) ([0-9]{1,20}) (\S+ \S+ \S+)", re.MULTILINE)


class Direction(Enum):
    """Who may speak."""

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"


ANSWERING = {
    Direction.SENDRECV: Direction.SENDRECV,
    Direction.SENDONLY: Direction.RECVONLY,
    Direction.RECVONLY: Direction.SENDONLY,
    Direction.INACTIVE: Direction.INACTIVE,
}
"""What one side may answer at most to what the other offers."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to code sound, by its number in this session."""

    number: str
    name: str
    rate: int


@dataclass(frozen=True, slots=True)
class Audio:
    """The first audio stream of a session."""

    address: str
    port: int
    profile: str
    formats: tuple[Format, ...]
    direction: Direction

    @property
    def is_held(self) -> bool:
        """The other side does not listen to us: by direction, or the old way by the address 0.0.0.0."""
        return self.direction in {Direction.SENDONLY, Direction.INACTIVE} or self.address in {"0.0.0.0", "::"}  # noqa: S104


def _lines(sdp: str) -> list[str]:
    return [line.rstrip() for line in sdp.replace("\r\n", "\n").split("\n") if line.strip()]


def _joined(lines: list[str]) -> str:
    return "\r\n".join([*lines, ""])


def _sections(sdp: str) -> tuple[list[str], list[list[str]]]:
    """The lines of the session, and those of each stream."""
    lines = _lines(sdp)
    if not lines or lines[0] != "v=0":
        raise Unusable("The session description does not begin with v=0.")
    starts = [number for number, line in enumerate(lines) if line.startswith("m=")]
    marks = [*starts, len(lines)]
    return lines[: marks[0]], [lines[begin:end] for begin, end in pairwise(marks)]


def _media_line(stream: list[str]) -> tuple[str, int, str, list[str]]:
    found = _MEDIA.fullmatch(stream[0])
    if found is None or int(found[2]) > 65_535:
        raise Unusable("A stream of the session description cannot be read.")
    return found[1].lower(), int(found[2]), found[3], found[4].split()


def _is_live_audio(stream: list[str]) -> bool:
    kind, port, _, _ = _media_line(stream)
    return kind == "audio" and port != 0


def _audio_stream(sdp: str) -> tuple[list[str], list[str]]:
    session, streams = _sections(sdp)
    found = next((stream for stream in streams if _is_live_audio(stream)), None)
    if found is None:
        raise Unusable("The session description holds no audio.")
    return session, found


def _formats(stream: list[str]) -> tuple[Format, ...]:
    mapped = {m[1]: (m[2].upper(), int(m[3])) for line in stream if (m := _RTPMAP.match(line))}
    numbers = _media_line(stream)[3]
    return tuple(Format(n, *(mapped.get(n) or _STATIC.get(n) or ("", 0))) for n in numbers)


def _direction(session: list[str], stream: list[str]) -> Direction:
    """The stream's own counts before the session's; none at all means both ways."""
    told = {f"a={direction.value}": direction for direction in Direction}
    return next((told[line] for line in [*stream, *session] if line in told), Direction.SENDRECV)


def _address(session: list[str], stream: list[str]) -> str:
    line = next((line for line in [*stream, *session] if line.startswith("c=")), "")
    parts = line.split()
    if len(parts) != 3:
        raise Unusable("The session description does not say where to send the sound.")
    return parts[2].partition("/")[0]


def audio(sdp: str) -> Audio:
    """The audio of a session, or a sentence why there is none to use."""
    session, stream = _audio_stream(sdp)
    _, port, profile, _ = _media_line(stream)
    return Audio(_address(session, stream), port, profile, _formats(stream), _direction(session, stream))


def narrow(sdp: str) -> str:
    """The offer cut down to one audio stream, one G.711 codec and the keys, in the offerer's own numbers."""
    session, stream = _audio_stream(sdp)
    formats = _formats(stream)
    codec = next((f for f in formats if f.name in G711 and f.rate == 8000), None)
    if codec is None:
        raise Unusable("The caller offers no G.711, and nothing else is spoken here.")
    keys = [f for f in formats if f.name == KEYS and f.rate == 8000][:1]
    kept = [f.number for f in (codec, *keys)]
    return _joined([line for line in session if not _is_group(line)] + _with_formats(stream, kept))


def _is_group(line: str) -> bool:
    """A bundle makes no sense for one stream."""
    return line.startswith("a=group:")


def _with_formats(stream: list[str], numbers: list[str]) -> list[str]:
    _, port, profile, _ = _media_line(stream)
    about = [(line, _ABOUT_FORMAT.match(line)) for line in stream[1:]]
    kept = [line for line, found in about if found is None or found[1] in numbers]
    return [f"m=audio {port} {profile} {' '.join(numbers)}", *kept]


def nobody(sdp: str) -> str:
    """A made-up answer from nobody (discard port, same codecs): a media relay needs a far end to play to."""
    _, stream = _audio_stream(sdp)
    maps = [line for line in stream if line.startswith(("a=rtpmap:", "a=fmtp:"))]
    numbers = " ".join(_media_line(stream)[3])
    head = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
    return _joined([*head, f"m=audio 9 RTP/AVP {numbers}", *maps, "a=sendrecv"])


def with_direction(sdp: str, direction: Direction) -> str:
    """The same session with this direction in every audio stream that is not refused."""
    session, streams = _sections(sdp)
    told = {f"a={one.value}" for one in Direction}
    lines = [line for line in session if line not in told]
    for stream in streams:
        plain = [line for line in stream if line not in told]
        lines += [*plain, f"a={direction.value}"] if _is_live_audio(stream) else plain
    return _joined(lines)


def answering_direction(offer: str, answer: str) -> str:
    """The answer with the direction that fits the offer: to sendonly only recvonly may be said."""
    return with_direction(answer, ANSWERING[audio(offer).direction])


def matching(offer: str, answer: str) -> str:
    """The answer with one stream for each of the offer: the first audio is ours, the rest is refused."""
    _, offered = _sections(offer)
    session, streams = _sections(answer)
    if len(streams) >= len(offered) or not streams:
        return answer
    lines, ours = list(session), streams[0]
    for stream in offered:
        if ours and _is_live_audio(stream):
            lines, ours = lines + ours, []
        else:
            kind, _, profile, numbers = _media_line(stream)
            lines.append(f"m={kind} 0 {profile} {numbers[0]}")
    return _joined(lines)


def following(previous: str, sdp: str) -> str:
    """What we say now after what we said before: one origin for the whole session, and a version
    that is one higher exactly when something changed (RFC 3264 section 8).
    """
    before, after = _ORIGIN.search(previous), _ORIGIN.search(sdp)
    if before is None or after is None:
        return sdp
    origin = "o={} {} {}"
    same = origin.format(before[1], before[2], before[3])
    candidate = _joined(_lines(sdp.replace(after[0], same, 1)))
    if candidate == _joined(_lines(previous)):
        return previous
    return sdp.replace(after[0], origin.format(before[1], int(before[2]) + 1, before[3]), 1)


def is_same(one: str, other: str) -> bool:
    """A refresh: not a word has changed."""
    return _lines(one) == _lines(other)
