# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a PDF of ours says, read from its bytes as a reader's program does; for our own files only."""

import re
import zlib
from functools import cached_property


class Paper:
    """Objects, texts and tags of a PDF whose small objects are packed together in one stream."""

    def __init__(self, content: bytes) -> None:
        found = re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", content, re.DOTALL)
        self._objects = {int(number): body for number, body in found}

    @cached_property
    def packed(self) -> str:
        """All small objects, one after the other."""
        return "".join(self._stream(number) for number, body in self._objects.items() if b"/ObjStm" in body)

    @property
    def pages(self) -> int:
        return len(re.findall(r"/Type /Page\b", self.packed))

    @property
    def tags(self) -> set[str]:
        return set(re.findall(r"/Type /StructElem/S /(\w+)", self.packed))

    @property
    def metadata(self) -> str:
        return next(self._stream(number) for number, body in self._objects.items() if b"/Metadata" in body)

    @property
    def fonts(self) -> set[str]:
        return set(re.findall(r"/BaseFont /\w+\+([\w-]+)", self.packed))

    @property
    def lines(self) -> list[str]:
        """Every piece of text, in the order of the page."""
        (contents,) = map(int, re.findall(r"/Contents (\d+) 0 R", self.packed))
        font, said = "", []
        for name, shown in re.findall(r"/(\w+) [\d.]+ Tf|\[(.*?)\] TJ", self._stream(contents)):
            font = name or font
            if shown:
                codes = re.findall(r"<([0-9a-f]+)>", shown)
                said.append("".join(self._written(font, code) for code in codes))
        return said

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())

    def _written(self, font: str, codes: str) -> str:
        return "".join(self._letters[font][codes[at : at + 4]] for at in range(0, len(codes), 4))

    @cached_property
    def _letters(self) -> dict[str, dict[str, str]]:
        """What each font's codes stand for, by the name it has on the page."""
        maps = {
            number: dict(re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", self._stream(number)))
            for number, body in self._objects.items()
            if b"/FlateDecode" in body and "begincmap" in self._stream(number)
        }
        fonts = re.findall(r"/BaseFont /(\w{6})\+[^>]*?/ToUnicode (\d+) 0 R", self.packed, re.DOTALL)
        return {name: {code: _text(to) for code, to in maps[int(number)].items()} for name, number in fonts}

    def _stream(self, number: int) -> str:
        raw = self._objects[number].partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
        return zlib.decompress(raw).decode("latin-1")


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
