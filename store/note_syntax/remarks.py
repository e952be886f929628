"""Remarks: ``@name`` in a note says whom it is for.

A name ends at the next space or punctuation mark. An ``@`` after a letter or a digit, as in the address
lin@example.com, begins no name; nor does one in code.
"""

from __future__ import annotations

from store.chinese.folding import fold
from store.model.tables.member import ONESELF
from store.note_syntax.code_fences import without_fences
from store.patterns import late_pattern

_SIGNS = ("@", "＠")

_REMARK = late_pattern(r"`[^`\n]*`|(?<![A-Za-z0-9._%+-])[@＠](?P<name>\w(?:[\w·-]*\w)?)")


def names_in(note: str) -> tuple[str, ...]:
    """Return the names of those whom a note is for, in order, without repeats."""
    if not any(sign in note for sign in _SIGNS):
        return ()
    found = (match["name"] for match in _REMARK.finditer(without_fences(note)))
    return tuple(dict.fromkeys(name for name in found if name))


def is_for(note: str, name: str) -> bool:
    """Whether a note is for somebody. Names are compared folded (script, width and case).

    :param name: empty for anybody.
    """
    wanted = fold(name).casefold()
    return any(not wanted or fold(each).casefold() == wanted for each in names_in(note))


def whom(name: str, creator: str) -> str:
    """Return the name that is meant by one, without its sign: one's own for one of :data:`ONESELF`."""
    plain = name.strip().lstrip("@＠")
    return creator if plain.casefold() in ONESELF else plain
