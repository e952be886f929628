"""Divides a query into tokens: brackets, operators and terms, each with its place in what was typed.

The signs may be typed full-width, as input methods write them. A pair of brackets within a word belongs to
it: ``大数据（上）`` is one word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import NamedTuple

from store.language import _
from store.patterns import late_pattern
from store.query.errors import QuerySyntaxError
from store.query.names import (
    FIELDS,
    after_near_sign,
    attribute_named,
    field_name,
    is_keyword,
    keyword_of,
)
from store.query.tree import NOT, SAVED

MAX_LENGTH = 4_000
"""The longest query, in code points."""
MAX_DEPTH = 32
"""How deep brackets may be in each other, and how many negations may follow one another."""

_OPEN, _CLOSE = "(（", ")）"
_BARS, _ANDS, _SLASHES, _TILDES = "|｜", "&＆", "/／", "~～"
_QUOTES = {'"': '"', "＂": "＂", "“": "”", "”": "”"}
"""By the mark that opens a quotation, the one that closes it. ``"`` opens one anywhere, the others only
at the start of words."""
_WILD = {"*": "*", "＊": "*", "?": "?"}

_NAME = late_pattern(r"([^\W\d_]\w*)[:：]")
_ASCII_LETTERS = late_pattern(r"[A-Za-zＡ-Ｚａ-ｚ]+")
_WITHIN_WORD = late_pattern(r"[^\s\"()（）|｜&＆]*")


class Kind(StrEnum):
    """What a token is. The names are those of the terminals of ``grammar.lark``."""

    OPEN = "OPEN"
    CLOSE = "CLOSE"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    FIELD = "FIELD"
    WORDS = "WORDS"
    REGEX = "REGEX"
    VARIANT = "VARIANT"
    SAVED = "SAVED"


TERMS = frozenset({Kind.FIELD, Kind.WORDS, Kind.REGEX, Kind.VARIANT, Kind.SAVED})


class Part(NamedTuple):
    """Words or a value: pieces, each with whether it was in quotation marks or is a wildcard sign."""

    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]
    """Text, and whether it is a wildcard sign."""

    @property
    def plain(self) -> str:
        """The text without quotation marks."""
        return "".join(piece for piece, _is_wild in self.pieces)

    @property
    def is_wild(self) -> bool:
        """Whether it has a wildcard sign."""
        return any(is_wild for _piece, is_wild in self.pieces)


class Token(NamedTuple):
    """A token: ``query[start:end]``, in code points."""

    kind: Kind
    start: int
    end: int
    typed: str
    field: str = ""
    """The English name of the field, or the name of an attribute."""
    parts: tuple[Part, ...] = ()
    """The values of a field; the words; the expression; the name of a saved search."""


def place_of_value(query: str, attributes: Collection[str], field: str, value: str) -> int:
    """Return where a value of a field stands in a valid query; 0 if it is not there.

    :param field: the English name of the field, or the name of an attribute.
    """
    parts = [part for token in Tokens(query, attributes) if token.field == field for part in token.parts]
    same = [part.start for part in parts if part.plain.strip() == value]
    return (same or [part.start for part in parts if value in part.plain] or [0])[0]


class Tokens:
    """The tokens of a query."""

    def __init__(self, query: str, attributes: Collection[str] = ()) -> None:
        """Prepare to divide a query.

        :param attributes: names that are fields beside the built-in ones.
        """
        self._query = query
        self._attributes = attributes
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        """Yield the tokens in order.

        :raises QuerySyntaxError: one is not complete, or there are too many.
        """
        query = self._query
        if len(query) > MAX_LENGTH:
            raise self._error(
                _("The query is too long: use at most {longest:,} characters.", longest=MAX_LENGTH),
                MAX_LENGTH,
            )
        self._at, is_after_sign = 0, False
        while True:
            while self._at < len(query) and query[self._at].isspace():
                self._at += 1
            if self._at == len(query):
                return
            token = self._next(is_after_sign)
            is_after_sign = token.kind is Kind.NOT and token.typed in NOT
            yield token

    def _next(self, is_after_sign: bool) -> Token:
        start, char = self._at, self._query[self._at]
        for signs, kind in ((_OPEN, Kind.OPEN), (_CLOSE, Kind.CLOSE), (_BARS, Kind.OR), (_ANDS, Kind.AND)):
            if char in signs:
                is_doubled = kind in (Kind.OR, Kind.AND) and self._peek(start + 1) in signs
                return self._token(kind, start, start + 1 + is_doubled)
        if char in NOT and not is_after_sign and self._is_term_at(start + 1):
            return self._token(Kind.NOT, start, start + 1)
        if char in _SLASHES:
            return self._regex(start)
        if char in _TILDES and self._is_term_at(start + 1):
            part = self._part(start + 1, is_value=False)
            return self._token(Kind.VARIANT, start, part.end, parts=(part,))
        if char in SAVED and self._is_term_at(start + 1):
            part = self._part(start + 1, is_value=True)
            if part.plain.strip():
                return self._token(Kind.SAVED, start, part.end, parts=(part,))
        return self._field(start) or self._words(start)

    def _is_term_at(self, place: int) -> bool:
        char = self._peek(place)
        return bool(char) and not char.isspace() and char not in _CLOSE + _BARS + _ANDS

    def _peek(self, place: int) -> str:
        """The character at a place; at the end a newline, which is no sign."""
        return self._query[place] if place < len(self._query) else "\n"

    def _token(
        self, kind: Kind, start: int, end: int, field: str = "", parts: tuple[Part, ...] = ()
    ) -> Token:
        self._at = end
        return Token(kind, start, end, self._query[start:end], field, parts)

    def _regex(self, start: int) -> Token:
        """The regular expression that begins at a slash. In it, a slash has a backslash before it."""
        place = start + 1
        closing = "/" if self._query[start] == "/" else _SLASHES
        while place < len(self._query) and self._query[place] not in closing:
            place += 1 + (self._query[place] == "\\")
        if place >= len(self._query):
            raise self._error(
                _(
                    "This regular expression has no end: put a slash after it, or the words in quotation "
                    "marks."
                ),
                start,
            )
        pattern = self._query[start + 1 : place]
        if not pattern:
            raise self._error(_("There is nothing between the slashes: write a regular expression."), start)
        return self._token(Kind.REGEX, start, place + 1, parts=(Part(start + 1, place, ((pattern, False),)),))

    def _field(self, start: int) -> Token | None:
        """The term with a field that begins here, if one does."""
        named = _NAME.match(self._query, start)
        if named is None:
            return None
        name = field_name(named[1])
        if name not in FIELDS.values():
            attribute = attribute_named(named[1], self._attributes)
            if not attribute and not _ASCII_LETTERS.fullmatch(named[1]):
                return None
            name = attribute or named[1]
        parts: list[Part] = []
        place = named.end()
        while not parts or self._peek(place) in _BARS:
            place += bool(parts)
            again = _NAME.match(self._query, place)
            if again and again[1] == named[1]:  # tag:a|tag:b
                place = again.end()
            part = self._part(place, is_value=True)
            if not part.plain.strip():
                raise self._error(
                    _(
                        "The query field {name}: has no value: write one after the colon.",
                        name=named[1],
                    ),
                    place,
                )
            parts.append(part)
            place = part.end
        return self._token(Kind.FIELD, start, place, name, tuple(parts))

    def _words(self, start: int) -> Token:
        part = self._part(start, is_value=False)
        typed = self._query[start : part.end]
        word = keyword_of(typed)
        if word is not None:
            return self._token(Kind(word.value), start, part.end)
        if sign := after_near_sign(typed):
            raise self._error(
                _(
                    "A number is missing after the slash: write `NEAR/5` for characters, `NEAR/2s` for "
                    "sentences, or put the word in quotation marks."
                ),
                start + sign,
            )
        return self._token(Kind.WORDS, start, part.end, parts=(part,))

    def _part(self, start: int, *, is_value: bool) -> Part:
        """The words or the value that begins at a place and ends before a space, a bracket or an operator."""
        pieces: list[tuple[str, bool]] = []
        place, query = start, self._query
        while place < len(query):
            char = query[place]
            if char == '"' or (place == start and char in _QUOTES):
                text, place = self._quotation(place)
                pieces.append((text, False))
                continue
            if char.isspace() or char in _BARS or char in _CLOSE:
                break
            if char in _ANDS and not is_value and not self._joins_letters(place):
                break
            if char in _OPEN:
                end = self._end_of_brackets(place)
                if not end or is_keyword(query[start:place]):
                    break
                pieces.append((query[place:end], False))
                place = end
                continue
            is_wild = not is_value and char in _WILD
            pieces.append((_WILD[char] if is_wild else char, is_wild))
            place += 1
        return Part(start, place, tuple(pieces))

    def _joins_letters(self, place: int) -> bool:
        """Whether ``&`` stands between letters or digits of ASCII, as in R&D."""
        before, after = self._peek(place - 1) if place else "\n", self._peek(place + 1)
        return self._query[place] == "&" and (before + after).isascii() and (before + after).isalnum()

    def _end_of_brackets(self, place: int) -> int:
        """The end of a pair of brackets with nothing but a word in it; 0 if they are not such a pair."""
        inner = _WITHIN_WORD.match(self._query, place + 1)
        end = inner.end() if inner else place
        return end + 1 if end > place + 1 and self._peek(end) in _CLOSE else 0

    def _quotation(self, start: int) -> tuple[str, int]:
        """The text of a quotation, and the place after it. A doubled closing mark is part of the text."""
        closing, text, place = _QUOTES[self._query[start]], "", start + 1
        while True:
            end = self._query.find(closing, place)
            if end < 0:
                raise self._error(_("The query has an unclosed quotation mark: add one."), start)
            text += self._query[place:end]
            if self._peek(end + 1) != closing:
                break
            text, place = text + closing, end + 2
        if not text.strip():
            raise self._error(_("The query has empty quotation marks: write words between them."), start)
        return text, end + 1

    def _error(self, message: str, position: int) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._query, position)
