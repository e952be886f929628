"""What REFI-QDA has no place for, as variables of a source, so that nothing is lost on the way back.

A variable is known again by its GUID, so that one of the same name in another program's project is not
mistaken for ours. The path of the file that an article came from stays at home.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import groupby

import msgspec

from store.model.annotation import Annotation
from store.model.article import Article, Block, BlockKind, Draft, Status, paragraphs
from store.model.bundle import IncomingArticle
from store.model.stable_ids import guid

_BETWEEN = "; "
"""Between the authors; a semicolon in a name becomes a full-width one."""


class Variable(StrEnum):
    """The variables that we write, by name."""

    ID = "id"
    KICKER = "kicker"
    SUBTITLE = "subtitle"
    COLUMN = "column"
    AUTHORS = "authors"
    DATE = "date"
    SOURCE = "source"
    URL = "url"
    LANGUAGE = "language"
    BLOCKS = "blocks"
    STATUS = "status"
    STARRED = "starred"
    POSITION = "position"
    QUOTE = "quote"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    START = "start"
    END = "end"

    @property
    def guid(self) -> str:
        """What it is known by."""
        return guid("variable", self)

    @property
    def type(self) -> str:
        """Its type, as REFI-QDA calls it. A date may be no more than a year, so it is text."""
        if self is Variable.STARRED:
            return "Boolean"
        return "Integer" if self in (Variable.POSITION, Variable.START, Variable.END) else "Text"


BY_GUID = {variable.guid: variable for variable in Variable}

Values = Mapping[Variable, str]


def of_article(article: Article) -> Iterator[tuple[Variable, str]]:
    """The variables of an article that say something."""
    values = {
        Variable.ID: article.id,
        Variable.KICKER: article.kicker,
        Variable.SUBTITLE: article.subtitle,
        Variable.COLUMN: article.column,
        Variable.AUTHORS: _BETWEEN.join(author.replace(";", "；") for author in article.authors),
        Variable.DATE: article.date,
        Variable.SOURCE: article.source,
        Variable.URL: article.url,
        Variable.LANGUAGE: article.language,
        Variable.BLOCKS: _kinds(article),
        Variable.STATUS: "" if article.status is Status.UNREAD else article.status,
        Variable.STARRED: "true" if article.starred else "",
        Variable.POSITION: str(article.position or ""),
    }
    return ((variable, value) for variable, value in values.items() if value)


def of_orphan(mark: Annotation) -> Iterator[tuple[Variable, str]]:
    """The variables of an annotation whose words are not in the text, by which it may be placed again."""
    values = {
        Variable.QUOTE: mark.exact,
        Variable.PREFIX: mark.prefix,
        Variable.SUFFIX: mark.suffix,
        Variable.START: str(mark.start),
        Variable.END: str(mark.end),
    }
    return ((variable, value) for variable, value in values.items() if value)


def orphan_words(mark: Annotation) -> str:
    """What a person reads of such an annotation: its quote, and the note."""
    return _quoted(mark.exact) + mark.note if mark.note else _quoted(mark.exact).rstrip()


def orphan_note(words: str, quote: str) -> str:
    """The note of such an annotation, from what a person reads of it."""
    lead = _quoted(quote)
    return "" if words == lead.rstrip() else words.removeprefix(lead)


def _quoted(quote: str) -> str:
    return f"“{quote}”\n\n"


def _kinds(draft: Draft) -> str:
    """What its paragraphs are: ``title 1, paragraph 12``."""
    runs = groupby(block.kind for block in draft.blocks)
    return ", ".join(f"{kind} {len(list(run))}" for kind, run in runs)


def draft_of(text: str, title: str, values: Values) -> Draft | None:
    """The article of a text that we have written, as it was; None where its paragraphs are others now."""
    blocks = _blocks(text, values.get(Variable.BLOCKS, ""))
    if blocks is None:
        return None
    authors = values.get(Variable.AUTHORS, "")
    return Draft(
        text=text,
        blocks=blocks,
        title=title,
        kicker=values.get(Variable.KICKER, ""),
        subtitle=values.get(Variable.SUBTITLE, ""),
        column=values.get(Variable.COLUMN, ""),
        authors=tuple(authors.split(_BETWEEN)) if authors else (),
        date=values.get(Variable.DATE, ""),
        source=values.get(Variable.SOURCE, ""),
        url=values.get(Variable.URL, ""),
        language=values.get(Variable.LANGUAGE, "zh"),
    )


def _blocks(text: str, kinds: str) -> tuple[Block, ...] | None:
    places = paragraphs(text)
    found: list[BlockKind] = []
    for run in kinds.split(", "):
        kind, _, number = run.partition(" ")
        if kind not in set(BlockKind) or whole_number(number) is None or len(found) > len(places):
            return None
        found += [BlockKind(kind)] * min(whole_number(number) or 0, len(places) + 1)
    if len(found) != len(places):
        return None
    return tuple(Block(kind, start, end) for kind, (start, end) in zip(found, places, strict=True))


def with_state(piece: IncomingArticle, values: Values) -> IncomingArticle:
    """The piece with what its reader had made of it, apart from annotations."""
    status = values.get(Variable.STATUS, "")
    longest = len(piece.draft.text) if piece.draft else 0
    return msgspec.structs.replace(
        piece,
        id=values.get(Variable.ID, ""),
        status=Status(status) if status in set(Status) else Status.UNREAD,
        starred=values.get(Variable.STARRED) in ("true", "1"),
        position=min(whole_number(values.get(Variable.POSITION, "")) or 0, longest),
    )


def whole_number(words: str) -> int | None:
    """A number of a document, at most nine digits long; None where it is none."""
    plain = words.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None
