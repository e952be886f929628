"""What is drawn for each code point, and how many cells of the terminal it takes.

Widths are those of Rich, because Textual draws with Rich. This module adds two rules. Code points that
could control the terminal are replaced before they are drawn. Characters whose width Unicode calls
ambiguous (UAX #11: ``“ ” ‘ ’ — … ·`` and others) take one cell or two, depending on the terminal.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

from rich.cells import cell_len

from store.chinese.graphemes import compounds

_NON_JOINER = "\u200c"
"""Zero width non-joiner: takes no cell and joins nothing."""

_REPLACEMENTS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x09: " ",
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), "�"),
    0xAD: _NON_JOINER,  # soft hyphen: terminals disagree about its width
    **dict.fromkeys(range(0x2028, 0x202A), "�"),  # line and paragraph separators
    **dict.fromkeys(range(0x202A, 0x202F), "·"),  # bidirectional embeddings, overrides and isolates
    **dict.fromkeys(range(0x2066, 0x2070), "·"),
    **dict.fromkeys(range(0xD800, 0xE000), "�"),  # a lone surrogate cannot be encoded as UTF-8
    0xE0F8: "�",  # SECOND_CELL, see below
    0xFEFF: "·",
    **dict.fromkeys(range(0xFFF9, 0xFFFC), "·"),
}
"""Code points that are drawn as a different character."""

_has_replaced = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u2028-\u202e\u2066-\u206f\ud800-\udfff\ue0f8\ufeff\ufff9-\ufffb]"
).search

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
"""Variation selector 16: makes the narrow character before it two cells wide."""


def displayed(text: str) -> str:
    """``text`` as it is drawn. Each code point becomes one code point, so offsets stay valid.

    - Control characters become their Unicode pictures (``␛``), and tabs become spaces.
    - Directional controls become ``·``.
    - Code points that cannot be written become ``�``.
    - A joiner (U+200D) or an emoji variation selector (U+FE0F) that has no effect in its own cluster
      becomes a non-joiner, which is invisible too. Then the width of a text is the sum of the widths of
      its clusters.

    :param text: it must begin and end at boundaries of grapheme clusters.
    """
    if _has_replaced(text):
        text = text.translate(_REPLACEMENTS)
    if _JOINER in text or _EMOJI_STYLE in text:
        text = _replace_idle_joiners(text)
    return text


def cells(text: str, *, ambiguous: int = 1) -> int:
    """How many cells ``text`` takes when displayed. An ambiguous character takes ``ambiguous``, 1 or 2."""
    if ambiguous == 1:
        return cell_len(displayed(text))
    return columns(text, compounds(text), ambiguous)[-1]


def columns(text: str, clusters: list[tuple[int, int]], ambiguous: int) -> list[int]:
    """The cell at which each code point of ``text`` starts, from 0, and at the end the width of ``text``.

    All cells of a cluster belong to its first code point. The others start where the cluster ends.

    :param clusters: the :func:`compounds` of the text.
    :param ambiguous: the width of ambiguous characters, 1 or 2.
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
    """Widths of single code points, as ``chr(cells)`` for :meth:`str.translate`. Computed when first used."""

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


def _replace_idle_joiners(text: str) -> str:
    effective = {
        at
        for start, end in compounds(text)
        for at in range(start + 1, end)
        if (at + 1 < end if text[at] == _JOINER else cell_len(text[start]) > 0)
    }
    return "".join(
        _NON_JOINER if character in (_JOINER, _EMOJI_STYLE) and at not in effective else character
        for at, character in enumerate(text)
    )


SECOND_CELL = "\ue0f8"
"""A placeholder for the second cell of a wide ambiguous character, because Textual counts only one cell.

It is a private-use character. ``looks.ambiguous_width`` removes it from the output to the terminal. Where
an article contains it, it is drawn as �."""


def with_second_cells(words: str) -> list[str]:
    """The characters of displayed words, each ambiguous one followed by :data:`SECOND_CELL`."""
    widths = words.translate(_WIDTHS[2])
    return [
        character + SECOND_CELL if ord(width) == 2 and cell_len(character) == 1 else character
        for character, width in zip(words, widths, strict=True)
    ]
