"""The text around a case, with what each coder marked in lanes below its lines: pure.

A lane is a row with the number of the coder below the first character, and dashes below the others, so that
it is told apart without colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from store.library.adjudication.cases import Case
from tui.adjudicating.own_answer import OwnAnswer
from tui.typesetting.glyphs import cells, displayed

BEFORE, AFTER = 160, 240
"""Code points of the text before and after a case that are shown, at most."""

MOST = 4_000
"""Code points of a case that are shown, at most."""

FILL = "-"  # untranslated: a sign

OWN = "e"  # untranslated: a sign
"""The lane of an answer of the user's own."""


class Mark(NamedTuple):
    """A range in a lane."""

    sign: str
    """What the lane begins with: a digit, or a letter."""
    start: int
    end: int
    style: Style


def sign_of(number: int) -> str:
    """Return the sign of a coder: the number from 1, and from 10 on a capital letter."""
    return str(number) if number < 10 else chr(ord("A") + (number - 10) % 26)


def marks_of(case: Case, styles: Sequence[Style], own: OwnAnswer | None = None) -> list[Mark]:
    """Return the marks of a case, by coder.

    :param styles: those of the coders, in turn.
    :param own: an answer of the user's own.
    """
    numbers = {coder: number for number, coder in enumerate(case.coders)}
    marks = [
        Mark(
            sign_of(numbers[each.creator] + 1),
            each.start,
            each.end,
            styles[numbers[each.creator] % len(styles)],
        )
        for each in sorted(case.annotations, key=lambda each: (numbers[each.creator], each.start))
    ]
    return [*marks, *([Mark(OWN, own.start, own.end, Style(bold=True))] if own else [])]


def marked_text(text: str, case: Case, marks: Sequence[Mark], width: int) -> Text:
    """Return the paragraphs of a case with its marks below their lines.

    :param width: in cells.
    """
    first, last = _window(text, case, marks)
    shown = Text(no_wrap=True)
    for line in _lines(text, first, last, max(width, 2)):
        for offset in line:
            is_inside = any(mark.start <= offset < mark.end for mark in marks)
            shown.append(displayed(text[offset]), Style(bold=True) if is_inside else Style(dim=True))
        shown.append("\n")
        for sign in dict.fromkeys(mark.sign for mark in marks):
            lane = [mark for mark in marks if mark.sign == sign]
            if line and any(mark.start <= line[-1] and mark.end > line[0] for mark in lane):
                shown.append_text(_lane(text, line, lane))
                shown.append("\n")
    return shown


def _window(text: str, case: Case, marks: Iterable[Mark]) -> tuple[int, int]:
    """Return what of a text is shown: the paragraphs of a case, as far as they are near."""
    start = min((mark.start for mark in marks), default=case.start)
    end = min(max((mark.end for mark in marks), default=case.end), start + MOST)
    first = max(text.rfind("\n", 0, start) + 1, start - BEFORE)
    after = text.find("\n", end)
    return first, min(after if after >= 0 else len(text), end + AFTER)


def _lines(text: str, first: int, last: int, width: int) -> Iterator[list[int]]:
    """Yield the offsets of the characters of each line."""
    line: list[int] = []
    room = width
    for offset in range(first, last):
        wide = cells(displayed(text[offset])) if text[offset] != "\n" else 0
        if text[offset] == "\n" or wide > room:
            yield line
            line, room = [], width
        if text[offset] != "\n":
            line.append(offset)
            room -= wide
    yield line


def _lane(text: str, line: Sequence[int], lane: Iterable[Mark]) -> Text:
    """Return the row with the marks of a lane below a line."""
    marks = list(lane)
    shown = Text()
    for offset in line:
        wide = cells(displayed(text[offset]))
        here = next((mark for mark in marks if mark.start <= offset < mark.end), None)
        if here is None:
            shown.append(" " * wide)
        else:
            begins = any(mark.start == offset for mark in marks) or offset == line[0]
            signs = (here.sign + FILL * (wide - 1)) if begins and wide else FILL * wide
            shown.append(signs, here.style)
    return shown
