"""Properties that REFI-QDA does not have, as variables of a source, so that a project round-trips.

Variables are identified by GUID: one of the same name in another program's project is not mistaken for ours.
The path of the file that an article was imported from is not exported. The tags of an article are Codings of
its source; since some programs, such as QualCoder, leave those out, they are a variable too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import groupby

import msgspec

from store.library.merging.placeholder import as_placeholder, is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article, Block, BlockKind, Draft, Status, paragraphs
from store.model.bundle import IncomingArticle
from store.model.stable_ids import guid

_SEPARATOR = "; "
"""Between authors and between tags. A semicolon in an author's name becomes a full-width one."""


class Variable(StrEnum):
    """Pizhu's variables, by name."""

    ID = "id"
    KICKER = "kicker"
    SUBTITLE = "subtitle"
    COLUMN = "column"
    AUTHORS = "authors"
    DATE = "date"
    SOURCE = "source"
    URL = "url"
    TAGS = "tags"
    LANGUAGE = "language"
    BLOCKS = "blocks"
    STATUS = "status"
    STARRED = "starred"
    POSITION = "position"
    NOTES_ONLY = "notes only"  # untranslated: content of the file
    """Whether the text is only what notes quote, since the library has not the text itself."""
    QUOTE = "quote"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    START = "start"
    END = "end"
    PLACED = "placed"
    """Whether the words of a note that stands for an annotation are in the text."""

    @property
    def guid(self) -> str:
        """The GUID of the variable."""
        return guid("variable", self)

    @property
    def type(self) -> str:
        """The REFI-QDA type of the variable. A date is text, since it may be only a year."""
        if self in (Variable.STARRED, Variable.PLACED, Variable.NOTES_ONLY):
            return "Boolean"
        return "Integer" if self in (Variable.POSITION, Variable.START, Variable.END) else "Text"


VARIABLES_BY_GUID = {variable.guid: variable for variable in Variable}

VariableValues = Mapping[Variable, str]


def article_variables(article: Article) -> Iterator[tuple[Variable, str]]:
    """Return the variables of an article that are not empty."""
    values = {
        Variable.ID: article.id,
        Variable.KICKER: article.kicker,
        Variable.SUBTITLE: article.subtitle,
        Variable.COLUMN: article.column,
        Variable.AUTHORS: _SEPARATOR.join(author.replace(";", "；") for author in article.authors),
        Variable.DATE: article.date,
        Variable.SOURCE: article.source,
        Variable.URL: article.url,
        Variable.TAGS: _SEPARATOR.join(article.tags),
        Variable.LANGUAGE: article.language,
        Variable.BLOCKS: _block_runs(article),
        Variable.STATUS: "" if article.status is Status.UNREAD else article.status,
        Variable.STARRED: "true" if article.starred else "",
        Variable.POSITION: str(article.position or ""),
        Variable.NOTES_ONLY: "true" if is_placeholder(article.origin) else "",
    }
    return ((variable, value) for variable, value in values.items() if value)


def quote_variables(annotation: Annotation) -> Iterator[tuple[Variable, str]]:
    """Return the variables of an annotation that is exported as a note, from which it may be placed again."""
    values = {
        Variable.QUOTE: annotation.exact,
        Variable.PREFIX: annotation.prefix,
        Variable.SUFFIX: annotation.suffix,
        Variable.START: str(annotation.start),
        Variable.END: str(annotation.end),
        Variable.PLACED: "" if annotation.orphan else "true",
    }
    return ((variable, value) for variable, value in values.items() if value)


def quote_and_note(annotation: Annotation) -> str:
    """Return the text of the note that stands for an annotation: its quote and its note."""
    return (
        _quoted(annotation.exact) + annotation.note if annotation.note else _quoted(annotation.exact).rstrip()
    )


def own_note(text: str, quote: str) -> str:
    """Return the note of an annotation from the text of the note that stands for it."""
    heading = _quoted(quote)
    return "" if text == heading.rstrip() else text.removeprefix(heading)


def _quoted(quote: str) -> str:
    return f"“{quote}”\n\n"


def _block_runs(draft: Draft) -> str:
    """Return the kinds of the paragraphs, run by run: ``title 1, paragraph 12``."""
    runs = groupby(block.kind for block in draft.blocks)
    return ", ".join(f"{kind} {len(list(run))}" for kind, run in runs)


def restore_draft(text: str, title: str, values: VariableValues) -> Draft | None:
    """Return the article of a text that Pizhu exported; None if its paragraphs have changed since."""
    blocks = _parse_blocks(text, values.get(Variable.BLOCKS, ""))
    if blocks is None:
        return None
    authors = values.get(Variable.AUTHORS, "")
    draft = Draft(
        text=text,
        blocks=blocks,
        title=title,
        kicker=values.get(Variable.KICKER, ""),
        subtitle=values.get(Variable.SUBTITLE, ""),
        column=values.get(Variable.COLUMN, ""),
        authors=tuple(authors.split(_SEPARATOR)) if authors else (),
        date=values.get(Variable.DATE, ""),
        source=values.get(Variable.SOURCE, ""),
        url=values.get(Variable.URL, ""),
        language=values.get(Variable.LANGUAGE, "zh"),
    )
    return as_placeholder(draft) if values.get(Variable.NOTES_ONLY) in ("true", "1") else draft


def _parse_blocks(text: str, kinds: str) -> tuple[Block, ...] | None:
    ranges = paragraphs(text)
    block_kinds: list[BlockKind] = []
    for run in kinds.split(", "):
        kind, _, number = run.partition(" ")
        if kind not in set(BlockKind) or parse_whole_number(number) is None or len(block_kinds) > len(ranges):
            return None
        block_kinds += [BlockKind(kind)] * min(parse_whole_number(number) or 0, len(ranges) + 1)
    if len(block_kinds) != len(ranges):
        return None
    return tuple(Block(kind, start, end) for kind, (start, end) in zip(block_kinds, ranges, strict=True))


def with_reading_state(article: IncomingArticle, values: VariableValues) -> IncomingArticle:
    """Return the article with its ID, status, star and cursor."""
    status = values.get(Variable.STATUS, "")
    length = len(article.draft.text) if article.draft else 0
    return msgspec.structs.replace(
        article,
        id=values.get(Variable.ID, ""),
        status=Status(status) if status in set(Status) else Status.UNREAD,
        starred=values.get(Variable.STARRED) in ("true", "1"),
        position=min(parse_whole_number(values.get(Variable.POSITION, "")) or 0, length),
    )


def parse_whole_number(text: str) -> int | None:
    """Return a whole number of at most nine digits; None if the text is not one."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
