# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Bencoding, the form of rtpengine's control messages (BEP 3): numbers, byte strings, lists, dictionaries."""

from collections.abc import Mapping, Sequence
from typing import Any


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
    """The value; strings are read as UTF-8. Raises ValueError for anything that is not one whole value."""
    try:
        value, end = _decode_at(data, 0)
    except (IndexError, RecursionError) as error:
        raise ValueError("cut off or too deep") from error
    if end != len(data):
        raise ValueError("something follows the value")
    return value


def _decode_at(data: bytes, at: int) -> tuple[Any, int]:
    match data[at : at + 1]:
        case b"i":
            end = data.index(b"e", at)
            return int(data[at + 1 : end]), end + 1
        case b"l":
            return _decode_items(data, at + 1)
        case b"d":
            items, end = _decode_items(data, at + 1)
            return dict(zip(items[::2], items[1::2], strict=True)), end
        case digit if digit.isdigit():
            return _decode_text(data, at)
    raise ValueError(f"no value at byte {at}")


def _decode_items(data: bytes, at: int) -> tuple[list[Any], int]:
    items = []
    while data[at : at + 1] != b"e":
        item, at = _decode_at(data, at)
        items.append(item)
    return items, at + 1


def _decode_text(data: bytes, at: int) -> tuple[str, int]:
    colon = data.index(b":", at)
    end = colon + 1 + int(data[at:colon])
    if end > len(data):
        raise ValueError("a string is cut off")
    return data[colon + 1 : end].decode("utf-8", "replace"), end
