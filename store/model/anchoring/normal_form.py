r"""The normal form of a text: what stays the same when only its typesetting changes.

Two texts have the same normal form if they differ only in script, width, case, spaces, line breaks, invisible
characters, and in the forms of quotation marks, dashes, points of ellipsis, commas and full stops. A space
between two Latin letters or between two digits separates words, so it stays, as one space.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from functools import lru_cache
from itertools import compress

from store.chinese.folding import fold
from store.patterns import late_pattern

DROPPED = "\0"
"""Stands for a code point that the normal form does not have. No text in a library contains it."""

_ALIKE = {
    '"': "“”„‟「」『』﹁﹂﹃﹄〝〞〟‘’‚‛'`´«»",
    "-": "‐‑‒−",
    "—": "―─━–⸺",
    "~": "〜∼∽",
    "·": "•・‧∙⋅",
    ",": "、",
    ".": "。",
    "…": "⋯︙",
}
"""Characters, and others that are the same in another typesetting."""

_VARIANTS = (
    *(
        "着著",
        "么麽幺",
        "卫衞",
        "台枱",
        "叙敍",
        "复覆",
        "巨钜鉅",
        "借藉",
        "背揹",
        "了瞭",
        "径迳逕",
        "象像",
        "檐簷",
        "痹痺",
    ),
    *("颚腭", "昵暱", "余馀", "熏薰", "夫伕", "里哩", "澄澂", "线缐", "锤鎚", "钟锺", "咨谘", "具俱"),
)
"""Characters, folded, that one standard of traditional characters tells apart and another does not."""

_DIGIT = "0-9零〇一二三四五六七八九十百千万亿"
_DASHES = late_pattern("—{2,}|-{2,}")
_POINTS = late_pattern(r"[.…]*…[.…]*|\.{3,}")
_BETWEEN_LETTERS = late_pattern(r"(?<=[^\W\d_\u2e80-\u9fff])[\0 ]+(?=[^\W\d_\u2e80-\u9fff])")
_BETWEEN_DIGITS = late_pattern(r"(?<=\d)[\0 ]+(?=\d)")
_LISTED_NUMBERS = rf"(?<=[{_DIGIT}])[、。](?=[{_DIGIT}])"  # compiled at its first use


class _NormalCharacters(dict[int, str]):
    """Maps folded code points to normal ones, one to one. Computed at the first use of each."""

    def __missing__(self, code_point: int) -> str:
        char = chr(code_point)
        form = unicodedata.decomposition(char)
        if form.startswith(("<small>", "<vertical>")):
            compatible = unicodedata.normalize("NFKC", char)
            char = compatible if len(compatible) == 1 else char
        if char.isspace():
            char = " "
        elif unicodedata.category(char) in ("Cf", "Cc") or _is_variation_selector(code_point):
            char = DROPPED
        else:
            char = _NORMAL.get(char, char)
        self[code_point] = char
        return char


def _is_variation_selector(code_point: int) -> bool:
    return 0xFE00 <= code_point <= 0xFE0F or 0xE0100 <= code_point <= 0xE01EF


_NORMAL = {other: char for char, others in _ALIKE.items() for other in others}
_NORMAL |= {other: pair[0] for pair in _VARIANTS for other in pair[1:]}
_CHARACTERS = _NormalCharacters()


class NormalForm:
    """The normal form of a text, with the offset of each of its code points in the text."""

    def __init__(self, text: str) -> None:
        """Compute the normal form of ``text`` in time proportional to its length."""
        folded = fold(text)
        kept = [(match.start(), match[0]) for match in re.finditer(_LISTED_NUMBERS, folded)]
        chars = folded.translate(_CHARACTERS)
        if kept:
            changed = list(chars)
            for place, char in kept:  # 三、五 is not 3,5
                changed[place] = char
            chars = "".join(changed)
        for pattern in (_BETWEEN_LETTERS, _BETWEEN_DIGITS):
            chars = pattern.sub(_one_space, chars)
        chars = _DASHES.sub(lambda match: "—".ljust(len(match[0]), DROPPED), chars)
        chars = _POINTS.sub(lambda match: "…".ljust(len(match[0]), DROPPED), chars)
        is_kept = [char not in "\0 " for char in chars]
        self.text = "".join(compress(chars, is_kept)).replace("\1", " ")
        """The normal form."""
        self._offsets = array("I", compress(range(len(chars)), is_kept))

    def range_in(self, start: int, end: int) -> tuple[int, int]:
        """The range in the normal form that a range of the text corresponds to; it may be empty."""
        return bisect_left(self._offsets, start), bisect_left(self._offsets, end)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The range in the text of a range in the normal form, which is not empty."""
        return self._offsets[start], self._offsets[end - 1] + 1


def _one_space(match: re.Match[str]) -> str:
    """A space that stays is U+0001 until the others are dropped."""
    return ("\1" if " " in match[0] else DROPPED).ljust(len(match[0]), DROPPED)


@lru_cache(maxsize=4)
def normal_form(text: str) -> NormalForm:
    """The normal form of a text. The last ones are kept, since many annotations ask for the same."""
    return NormalForm(text)
