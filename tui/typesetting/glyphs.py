"""What is drawn for each code point, and how many cells of the terminal it takes.

Widths are Rich's, since Textual draws with Rich. Two things are settled here besides: nothing that
could steer the terminal is drawn as itself, and the characters that Unicode calls ambiguous (UAX #11:
``“ ” ‘ ’ — … ·`` and others) take one cell or two, as the terminal at hand has it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

from rich.cells import cell_len

from store.chinese.graphemes import compounds

_NOTHING = "\u200c"
"""Zero width non-joiner: drawn as nothing, and joins nothing."""

_SHOWN: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x09: " ",
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), "�"),
    0xAD: _NOTHING,  # the soft hyphen: terminals do not agree on its width
    **dict.fromkeys(range(0x2028, 0x202A), "�"),  # line and paragraph separators
    **dict.fromkeys(range(0x202A, 0x202F), "·"),  # the bidirectional embeddings, overrides, isolates
    **dict.fromkeys(range(0x2066, 0x2070), "·"),
    **dict.fromkeys(range(0xD800, 0xE000), "�"),  # a lone surrogate has no UTF-8
    0xE0F8: "�",  # stands for a second cell, see below
    0xFEFF: "·",
    **dict.fromkeys(range(0xFFF9, 0xFFFC), "·"),
}
"""Code points that are drawn as another one."""

_NOT_ITSELF = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u2028-\u202e\u2066-\u206f\ud800-\udfff\ue0f8\ufeff\ufff9-\ufffb]"
)

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
"""Variation selector 16: makes the narrow character before it wide."""


def displayed(text: str) -> str:
    """``text`` as it is drawn: code point for code point, so that offsets stay true.

    Control characters become their pictures (``␛``), tabs a space, overrides of the direction ``·``, what
    cannot be written at all ``�``. A joiner (U+200D) or emoji style (U+FE0F) that has nothing to act
    upon in its own cluster becomes a non-joiner, as invisible, so that the width of a text is the sum
    of the widths of its clusters. ``text`` begins and ends at the boundary of a grapheme cluster.
    """
    if _NOT_ITSELF.search(text):
        text = text.translate(_SHOWN)
    if _JOINER in text or _EMOJI_STYLE in text:
        text = _without_idle_joiners(text)
    return text


def cells(text: str, *, ambiguous: int = 1) -> int:
    """How many cells ``text`` takes as it is displayed; ``ambiguous`` (1 or 2) for each ambiguous one."""
    if ambiguous == 1:
        return cell_len(displayed(text))
    return edges(text, compounds(text), ambiguous)[-1]


def edges(text: str, clusters: list[tuple[int, int]], ambiguous: int) -> list[int]:
    """The cells before each code point of ``text``, and, last, before its end.

    ``clusters`` are the :func:`compounds` of the text. A cluster's cells are all its first code
    point's, so that the edges inside a cluster are the edge at its end.
    """
    width_of = _WIDTHS[ambiguous]
    widths = list(text.translate(width_of).encode("latin-1"))
    for start, end in clusters:
        widths[start] = max(widths[start], _cluster_cells(text[start:end]))
        widths[start + 1 : end] = [0] * (end - start - 1)
    return list(accumulate(widths, initial=0))


@lru_cache(maxsize=1024)
def _cluster_cells(cluster: str) -> int:
    return cell_len(displayed(cluster))


class _Widths(dict[int, str]):
    """The cells of each code point by itself, as ``chr(cells)`` for str.translate, found when first asked."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self.ambiguous = ambiguous

    def __missing__(self, code: int) -> str:
        shown = displayed(chr(code))
        width = cell_len(shown)
        if width == 1 and east_asian_width(shown) == "A":
            width = self.ambiguous
        self[code] = chr(width)
        return self[code]


_WIDTHS = {1: _Widths(1), 2: _Widths(2)}


def _without_idle_joiners(text: str) -> str:
    at_work = {
        at
        for start, end in compounds(text)
        for at in range(start + 1, end)
        if (at + 1 < end if text[at] == _JOINER else cell_len(text[start]) > 0)
    }
    return "".join(
        _NOTHING if character in (_JOINER, _EMOJI_STYLE) and at not in at_work else character
        for at, character in enumerate(text)
    )


SECOND_CELL = "\ue0f8"
"""Stands for the second cell of a wide ambiguous character, of which Textual knows the first alone; a
private character, taken out of what is sent to the terminal by ``looks.ambiguous_width``. Drawn as �."""


def with_second_cells(words: str) -> list[str]:
    """The characters of displayed words, with :data:`SECOND_CELL` after each ambiguous one."""
    widths = words.translate(_WIDTHS[2])
    return [
        character + SECOND_CELL if ord(width) == 2 and cell_len(character) == 1 else character
        for character, width in zip(words, widths, strict=True)
    ]
