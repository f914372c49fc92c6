# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Bencoding, the form of rtpengine's control messages (BEP 3): numbers, byte strings, lists, dictionaries."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

NUMBER = re.compile(rb"i(0|-?[1-9][0-9]{0,18})e")
LENGTH = re.compile(rb"(0|[1-9][0-9]{0,8}):")


class Malformed(ValueError):
    """This is no bencoding of one value."""


def encode(value: object) -> bytes:
    """Raises TypeError for what bencoding cannot say (None, floats)."""
    match value:
        case bool() | int():
            return b"i%de" % int(value)
        case str():
            return encode(value.encode())
        case bytes():
            return b"%d:%s" % (len(value), value)
        case Mapping():
            return b"d" + b"".join(encode(key) + encode(item) for key, item in value.items()) + b"e"
        case Sequence():
            return b"l" + b"".join(map(encode, value)) + b"e"
    raise TypeError(f"{type(value).__name__} has no bencoding")


def decode(data: bytes) -> Any:
    """The value; strings are read as UTF-8. Raises Malformed for anything that is not one whole value."""
    try:
        value, end = _decode_at(data, 0)
    except RecursionError as error:
        raise Malformed("too deep") from error
    if end != len(data):
        raise Malformed("something follows the value")
    return value


def _decode_at(data: bytes, at: int) -> tuple[Any, int]:
    match data[at : at + 1]:
        case b"i":
            return _decode_number(data, at)
        case b"l":
            return _decode_items(data, at + 1)
        case b"d":
            return _decode_dictionary(data, at + 1)
    return _decode_text(data, at)


def _decode_number(data: bytes, at: int) -> tuple[int, int]:
    found = NUMBER.match(data, at)
    if found is None:
        raise Malformed(f"no number at byte {at}")
    return int(found[1]), found.end()


def _decode_items(data: bytes, at: int) -> tuple[list[Any], int]:
    items = []
    while data[at : at + 1] != b"e":
        item, at = _decode_at(data, at)
        items.append(item)
    return items, at + 1


def _decode_dictionary(data: bytes, at: int) -> tuple[dict[str, Any], int]:
    items: dict[str, Any] = {}
    while data[at : at + 1] != b"e":
        key, at = _decode_text(data, at)
        items[key], at = _decode_at(data, at)
    return items, at + 1


def _decode_text(data: bytes, at: int) -> tuple[str, int]:
    found = LENGTH.match(data, at)
    if found is None:
        raise Malformed(f"no value at byte {at}")
    end = found.end() + int(found[1])
    if end > len(data):
        raise Malformed("a string is cut off")
    return data[found.end() : end].decode("utf-8", "replace"), end
