"""ISO-2022 and HZ: encodings of seven bits, which shift to a set of two-byte characters and back.

Their characters are those of an encoding of eight bits with the high bits removed. So the high bits are put
back, and the text is decoded, and its damage found, as in that encoding.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from store.importing.decoding.likelihood import CHINESE, JAPANESE, KOREAN
from store.importing.decoding.resynchronising import Encoding

_HIGH = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in range(256))


_PAIRS = re.compile(rb"(?:[\x21-\x7d][\x21-\x7e])*")


class Shifts(NamedTuple):
    """How an encoding shifts."""

    name: str
    encoding: Encoding
    """The encoding of eight bits with the same characters."""
    announcement: re.Pattern[bytes]
    """What every text of several characters has, and hardly any other text."""
    shifts: re.Pattern[bytes]
    """The byte sequences that shift, or stand for something. A line starts unshifted."""
    on: tuple[bytes, ...]
    """Those of them after which characters have two bytes."""
    replaced: dict[bytes, bytes]
    """Those that stand for something."""

    def announced_by(self, data: bytes) -> bool:
        """Whether ``data`` is probably in the encoding."""
        return self.announcement.search(data) is not None

    def eight_bit(self, data: bytes) -> bytes:
        """``data`` in the encoding of eight bits."""
        parts: list[bytes] = []
        at, shifted = 0, False
        while at < len(data):
            if shifted:  # a character may have the bytes of a shift
                pairs = _PAIRS.match(data, at)
                end = pairs.end() if pairs else at
                parts.append(data[at:end].translate(_HIGH))
                at = end
            shift = self.shifts.search(data, at)
            part = data[at : shift.start() if shift else len(data)]
            parts.append(part.translate(_HIGH) if shifted else part)
            at = shift.end() if shift else len(data)
            if shift:
                shifted = shift.group() in self.on
                parts.append(self.replaced.get(shift.group(), b""))
        return b"".join(parts)


SHIFTS = (
    Shifts(
        "iso-2022-kr",
        Encoding("cp949", "iso-2022-kr", (1, 2), KOREAN),
        re.compile(rb"\x1b\$\)C"),
        re.compile(rb"(\x1b\$\)C|[\x0e\x0f\n])"),
        (b"\x0e",),
        {b"\n": b"\n"},
    ),
    Shifts(
        "iso-2022-jp",
        Encoding("euc_jp", "iso-2022-jp", (1, 2, 3), JAPANESE),
        re.compile(rb"\x1b\$[@B]"),
        re.compile(rb"(\x1b\$[@B]|\x1b\([BIJ]|\n)"),
        (b"\x1b$@", b"\x1b$B"),
        {b"\n": b"\n"},
    ),
    Shifts(
        "hz",
        Encoding("gb18030", "hz", (1, 2), CHINESE),
        re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}"),
        re.compile(rb"(~[{}~\n]|\n)"),
        (b"~{",),
        {b"\n": b"\n", b"~~": b"~"},
    ),
)
