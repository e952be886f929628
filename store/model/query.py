"""The query language that filters the list of articles.

A query consists of terms separated by spaces. All of them must match::

    tag:服务|金融 -tag:线上 is:unread has:note date:2020-03..2021 by:"Lin Xia" 大数据

``-`` or ``!`` before a term negates it. ``|`` separates alternative values. A term without a field searches
the text. Values with spaces are written in double quotes; a double quote in them is doubled.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from store.errors import UsageError
from store.language import _
from store.model.tag import clean_tag_name
from store.patterns import late_pattern
from store.wording import listed

NOT = ("-", "!")
"""The prefixes that negate a term."""


class Field(StrEnum):
    """The field of a term."""

    TAG = "tag"
    """A tag or a tag below it, on the article or on one of its annotations."""
    IS = "is"
    """A state: see :class:`State`."""
    HAS = "has"
    """Something that the article has: see :class:`Thing`."""
    BY = "by"
    """The creator of an annotation."""
    AUTHOR = "author"
    SOURCE = "source"
    """The publication."""
    COLUMN = "column"
    """栏目: the section of the newspaper."""
    DATE = "date"
    """A year, month or day, or a range of them: ``2020``, ``2020-03..``, ``..2021``, ``2020..2021``."""
    WORDS = "words"
    """Words of the text."""


class State(StrEnum):
    """The state of an article."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    STARRED = "starred"
    UNTAGGED = "untagged"
    """Neither the article nor an annotation of it has a tag."""


class Thing(StrEnum):
    """What an article can have."""

    NOTE = "note"
    """A note on the article or on an annotation."""
    MARK = "mark"
    """An annotation."""
    ORPHAN = "orphan"
    """An annotation whose words are no longer in the text."""
    MOVED = "moved"
    """An annotation that stands on changed words which nobody has confirmed."""


class Term(msgspec.Struct, frozen=True):
    """One condition: one of the values matches or, if ``wanted`` is false, none of them."""

    field: Field
    values: tuple[str, ...]
    wanted: bool = True

    def __str__(self) -> str:
        """The term in the query language."""
        sign = "" if self.wanted else "-"
        values = "|".join(_quoted(value) for value in self.values)
        is_plain = not self.values[0].startswith(NOT) and not _FIELD.match(self.values[0])
        is_bare = self.field is Field.WORDS and len(self.values) == 1 and is_plain
        return f"{sign}{values}" if is_bare else f"{sign}{self.field}:{values}"


class Query(msgspec.Struct, frozen=True):
    """A query. It selects the articles that match all terms."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        """The query in the query language."""
        return " ".join(map(str, self.terms))

    def __bool__(self) -> bool:
        """Whether the query has terms."""
        return bool(self.terms)

    def sign_of(self, field: Field, value: str) -> str:
        """The role of a value in the query: ``&`` required, ``|`` one of several, ``!`` excluded.

        Empty if the query does not contain it.
        """
        for term in self.terms:
            if term.field is field and value in term.values:
                if not term.wanted:
                    return "!"
                return "&" if len(term.values) == 1 else "|"
        return ""

    def without(self, field: Field, value: str) -> Query:
        """The query without a value of a field."""
        left = []
        for term in self.terms:
            values = tuple(each for each in term.values if term.field is not field or each != value)
            if values:
                left.append(msgspec.structs.replace(term, values=values))
        return Query(tuple(left))

    def also(self, field: Field, value: str) -> Query:
        """Toggle whether the value is required."""
        return self._toggle(field, value, "&", Term(field, (value,)))

    def never(self, field: Field, value: str) -> Query:
        """Toggle whether the value is excluded."""
        return self._toggle(field, value, "!", Term(field, (value,), wanted=False))

    def either(self, field: Field, value: str) -> Query:
        """Toggle whether the value is an alternative in the last term of its field that is not negated."""
        if self.sign_of(field, value) == "|":
            return self.without(field, value)
        query = self.without(field, value)
        for place in reversed(range(len(query.terms))):
            term = query.terms[place]
            if term.field is field and term.wanted:
                wider = Term(field, (*term.values, value))
                return Query((*query.terms[:place], wider, *query.terms[place + 1 :]))
        return query.also(field, value)

    def _toggle(self, field: Field, value: str, sign: str, term: Term) -> Query:
        query = self.without(field, value)
        return query if self.sign_of(field, value) == sign else Query((*query.terms, term))


_QUOTED = r'"((?:[^"]|"")*)"'
_IN_QUOTES = late_pattern(_QUOTED)
_TERM = late_pattern(rf'(?:{_QUOTED}|[^\s"])+')
_FIELD = late_pattern(r"([A-Za-z]+)[:：](.*)", re.DOTALL)
_BAR = late_pattern(r'\|(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""A bar outside quotation marks: an even number of them follows."""
_DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_SPAN = late_pattern(rf"(?P<first>{_DAY})?(?P<dots>\.\.)?(?P<last>{_DAY})?")


def parse(text: str) -> Query:
    """Parse a query.

    :raises UsageError: a part of it is not valid.
    """
    if text.count('"') % 2:
        raise UsageError(_("The query has an unclosed quotation mark: add one."))
    terms: list[Term] = []
    for match in _TERM.finditer(text):
        wanted = match[0] in NOT or not match[0].startswith(NOT)
        typed = match[0] if wanted else match[0][1:]
        named = _FIELD.fullmatch(typed)
        terms.append(_field_term(named[1], named[2], wanted) if named else _words_term(typed, wanted))
    return Query(tuple(dict.fromkeys(terms)))


def span(value: str) -> tuple[str, str]:
    """The first and last date of a range, or twice the same date, in ISO 8601. Empty means no bound.

    :raises UsageError: the value is not a date or a range of dates.
    """
    match = _SPAN.fullmatch(value)
    if match is None or not (match["first"] or match["last"]):
        raise UsageError(
            _(
                "{value!r} is no date: write 2020, 2020-03, 2020-03-24, 2020..2021 or 2020-03.. .",
                value=value,
            )
        )
    for day in filter(None, (match["first"], match["last"])):
        _check_day(day, value)
    if not match["dots"]:
        if match["last"]:
            raise UsageError(
                _("{value!r} is no date: write two dots between the first and the last date.", value=value)
            )
        return match["first"], match["first"]
    return match["first"] or "", match["last"] or ""


def _check_day(day: str, value: str) -> None:
    """Check that the calendar has this day, month or year.

    :raises UsageError: it does not.
    """
    year, month, date = (*map(int, day.split("-")), 1, 1)[:3]
    try:
        datetime(year, month, date, tzinfo=UTC)
    except ValueError as error:
        raise UsageError(
            _("{value!r} is no date: {day} is not in the calendar.", value=value, day=day)
        ) from error


def _words_term(words: str, wanted: bool) -> Term:
    plain = _unquoted(words)
    if not plain.strip():
        raise UsageError(_("The query has empty quotation marks: write words between them."))
    return Term(Field.WORDS, (plain,), wanted)


def _field_term(name: str, values: str, wanted: bool) -> Term:
    known = {each.value: each for each in Field}
    field = known.get(name.lower())
    if field is None:
        raise UsageError(
            _(
                "There is no query field {name!r}: use one of {fields}.",
                name=name,
                fields=listed(known),
            )
        )
    parts = [_unquoted(part.removeprefix(f"{name}:")).strip() for part in _BAR.split(values)]
    if "" in parts:
        raise UsageError(_("The query field {name}: has no value: write one after the colon.", name=name))
    return Term(field, tuple(dict.fromkeys(_checked(field, part) for part in parts)), wanted)


def _checked(field: Field, value: str) -> str:
    """Normalise a value of a field.

    :raises UsageError: the field does not allow it.
    """
    if field is Field.TAG:
        return clean_tag_name(value)
    if field is Field.DATE:
        span(value)
    closed: dict[Field, type[StrEnum]] = {Field.IS: State, Field.HAS: Thing}
    if field in closed:
        names = [each.value for each in closed[field]]
        if value.lower() not in names:
            raise UsageError(
                _(
                    "There is no {field}:{value}: use one of {values}.",
                    field=field,
                    value=value,
                    values=listed(names),
                )
            )
        return value.lower()
    return value


def _quoted(value: str) -> str:
    """The value, in quotation marks if it needs them."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"' if re.search(r'[\s|"]', value) else value


def _unquoted(value: str) -> str:
    return _IN_QUOTES.sub(lambda match: match[1].replace('""', '"'), value)
