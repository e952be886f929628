"""Completes a query while it is typed: names of fields and their values, also by pinyin and initials."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice

import msgspec

from store.chinese.folding import fold
from store.chinese.pinyin import syllables, typed_pinyin
from store.patterns import late_pattern
from store.query.names import FIELDS, ME, VALUES, attribute_named, field_name
from store.query.tree import NOT, SAVED, Field, Saved, quoted
from store.query.values import CLOSED

MOST = 50
"""Completions that are returned, at most."""

ValuesOf = Callable[[str], Iterable[str]]
"""Returns the values that the library has of a field or attribute, by its English name, the best first. By
``@`` it returns the names of the saved searches."""

_OPEN_FIELDS = frozenset({Field.WORDS, Field.NOTE, Field.QUOTE, Field.CHARS, Field.TITLE})
"""Fields of which nobody can know the values."""

_TIMES = ("1d", "7d", "30d", "365d")

_TOKEN = late_pattern(r'(?:"(?:[^"]|"")*(?:"|\Z)|[^\s"()（）&＆])*\Z')
_NAMED = late_pattern(r"([^\W\d_]\w*)[:：]")
_LAST_VALUE = late_pattern(r'(?:"(?:[^"]|"")*(?:"|\Z)|[^\s"|｜])*\Z')


class Completion(msgspec.Struct, frozen=True):
    """A way to complete a query: ``inserted`` in place of ``query[start:end]``, in code points."""

    inserted: str
    """What is inserted: ``标签:``, ``tag:`` or a value, in quotation marks if it needs them."""
    start: int
    end: int
    name: str
    """The field, or the value without quotation marks."""
    field: str = ""
    """The English name of the field whose value it is; empty if it completes the name of a field."""

    def applied(self, query: str) -> tuple[str, int]:
        """Return the query with the completion, and the place of the cursor in it."""
        return query[: self.start] + self.inserted + query[self.end :], self.start + len(self.inserted)


def complete(
    query: str, cursor: int, values: ValuesOf, *, attributes: Collection[str] = ()
) -> list[Completion]:
    """Return how the term before the cursor can be completed, the best first, at most :data:`MOST`.

    :param cursor: a place in the query, in code points.
    :param values: see :data:`ValuesOf`; called only for the field that is typed.
    :param attributes: names that are fields beside the built-in ones.
    """
    token = _TOKEN.search(query[:cursor])
    start = token.start() if token else cursor
    if query[start:cursor].startswith(NOT):
        start += 1
    if query[start:cursor].startswith(SAVED):
        typed = query[start + 1 : cursor].replace('"', "")
        names = best(dict.fromkeys(values(SAVED[0])), typed)
        return [
            Completion(str(Saved(name)), start, cursor, name, SAVED[0])
            for name in names[:MOST]
            if fold(name) != fold(typed)
        ]
    named = _NAMED.match(query[:cursor], start)
    if named is None:
        found = _fields(query[start:cursor], attributes)
        return [Completion(f"{name}:", start, cursor, name) for name in islice(found, MOST)]
    field = attribute_named(named[1], attributes) or field_name(named[1])
    last = _LAST_VALUE.search(query[named.end() : cursor])
    start = named.end() + (last.start() if last else 0)
    typed = query[start:cursor].removeprefix('"').rstrip('"').replace('""', '"')
    matching = best(dict.fromkeys(_values(field, values, attributes)), typed)
    names = [name for name in matching if fold(name) != fold(typed)]
    return [Completion(quoted(name), start, cursor, name, field) for name in names[:MOST]]


def _fields(typed: str, attributes: Collection[str]) -> Iterator[str]:
    """The names of the fields that begin as typed; all of them in English if nothing is typed."""
    english = [*(each.value for each in Field), "creator", *attributes]
    if not typed:
        return iter(english)
    wanted = fold(typed)
    beginning = [name for name in english if fold(name).startswith(wanted)]
    chinese = [name for name in FIELDS if not name.isascii() and matches(name, typed, only_start=True)]
    return iter(dict.fromkeys([*beginning, *chinese]))


def _values(field: str, values: ValuesOf, attributes: Collection[str]) -> Iterator[str]:
    known = next((each for each in Field if each.value == field), None)
    if known in CLOSED:
        yield from (each.value for each in CLOSED[known])
        yield from VALUES[known]
        if known is Field.HAS:
            yield from attributes
    elif known in (Field.ASSIGNED, Field.DISPUTED, Field.REMARK):
        yield from (ME, *VALUES[known], *values(field))
    elif known is Field.LANG:
        yield from ("zh", "zh-Hans", "zh-Hant", "en", "ja", "ko")
        yield from VALUES[known]
    elif known is Field.ADDED:
        yield from _TIMES
    elif known not in _OPEN_FIELDS:
        yield from values(field)


def best(names: Iterable[str], typed: str) -> list[str]:
    """The names that contain what was typed, by characters or pinyin: those that begin with it come first."""
    beginning, containing = [], []
    for name in names:
        if matches(name, typed, only_start=True):
            beginning.append(name)
        elif matches(name, typed):
            containing.append(name)
    return beginning + containing


def matches(name: str, typed: str, *, only_start: bool = False) -> bool:
    """Whether a name contains what was typed.

    Each of its characters matches itself, in either script, width and case, or a beginning of its pinyin.
    """
    folded, wanted = fold(name), fold(typed)
    if folded.startswith(wanted) if only_start else wanted in folded:
        return True
    letters = typed_pinyin(wanted).replace("'", "")
    if not any("a" <= char <= "z" for char in letters):
        return False
    return any(_is_read(folded[start:], letters) for start in range(1 if only_start else len(folded)))


def _is_read(name: str, letters: str) -> bool:
    """Whether letters can be read as the beginning of a name."""
    reached = {0}
    for char in name:
        following = set[int]()
        for place in reached:
            for reading in (char, *syllables(char)):
                length = 0
                while (
                    length < len(reading) and letters[place + length : place + length + 1] == reading[length]
                ):
                    length += 1
                    if place + length == len(letters):
                        return True
                    following.add(place + length)
        reached = following
        if not reached:
            return False
    return False
