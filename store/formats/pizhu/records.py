"""Articles as Pizhu's own JSON has them, and back: what the formats ``json``, ``jsonl`` and ``pizhu`` share.

``docs/json.md`` describes it. What only counts writes (``rev``) does not travel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from store.errors import BadInput
from store.model.annotation import Annotation, Motivation, motivation_of
from store.model.article import Article, Block, BlockKind, Draft, Status
from store.model.bundle import IncomingArticle
from store.model.stable_ids import guid
from store.model.tag import Tag

VERSION = 1
"""Of what is written. A file of a higher one is refused."""

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What comes of looking into JSON that is none, or of another shape."""

E = TypeVar("E", bound=StrEnum)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z").fullmatch
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def document(article: Article, marks: Iterable[Annotation]) -> dict[str, object]:
    """An article with its annotations, ready to be encoded: ID and title first, the longest parts last."""
    fields = msgspec.structs.asdict(article)
    del fields["rev"]
    ends = {name: fields.pop(name) for name in ("text", "blocks")}
    return {
        "id": fields.pop("id"),
        "title": fields.pop("title"),
        **fields,
        **ends,
        "annotations": [_without_rev(mark) for mark in marks],
    }


def _without_rev(mark: Annotation) -> dict[str, object]:
    fields = msgspec.structs.asdict(mark)
    del fields["rev"]
    return fields


# Reading


class _Block(msgspec.Struct, frozen=True):
    """A block of any kind, one that is not known here included."""

    kind: str
    start: int
    end: int


class PortableArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as it stands in a file. Only its text must be there; fields not named here are ignored."""

    text: str = ""
    """Empty in an archive, where it stands in a file of its own."""
    blocks: tuple[_Block, ...] = ()
    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = "zh"
    origin: str = ""
    id: str = ""
    added: str = ""
    digest: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: str = Status.UNREAD
    starred: bool = False
    position: int = 0
    annotations: tuple[msgspec.Raw, ...] = ()
    """Each looked into by itself, so that one that is damaged does not take the others with it."""


class _Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """An annotation as it stands in a file. Only its words must be there, or where they are in the text."""

    id: str = ""
    start: int = 0
    end: int = 0
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    kind: str = ""
    creator: str = ""
    created: str = ""
    modified: str = ""
    orphan: bool = False


def piece_of(article: PortableArticle, text: str, tell: Callable[[str], None]) -> IncomingArticle:
    """An article from a file, with the annotations that can be read.

    :param text: its text, wherever it stands in the file.
    :param tell: told, in a sentence, of each annotation that cannot.
    :raises BadInput: the text is empty.
    """
    if not text.strip():
        raise BadInput("it has no text.")
    # No database takes this character; a code point for a code point, so that no offset changes.
    whole = text.replace("\0", "\ufffd")
    draft, marks = _draft_of(article, whole), []
    for number, raw in enumerate(article.annotations, 1):
        try:
            marks.append(_annotation_of(raw, article, whole))
        except (*UNREADABLE, BadInput) as error:
            tell(f"Annotation {number} of “{draft.title}” was left out: {reason(error)}")
    return IncomingArticle(
        draft=draft,
        id=article.id,
        added=moment(article.added),
        tags=article.tags,
        note=article.note,
        status=_known(Status, article.status, Status.UNREAD),
        starred=article.starred,
        position=max(0, article.position),
        annotations=tuple(marks),
    )


def reason(error: Exception) -> str:
    """Why something could not be read, as the end of a sentence."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8."
    return str(error).rstrip(".") + "."


def _known(kinds: type[E], name: str, otherwise: E) -> E:
    """The member of that name, or another where there is none."""
    try:
        return kinds(name)
    except ValueError:
        return otherwise


def _draft_of(article: PortableArticle, text: str) -> Draft:
    blocks = tuple(
        Block(_known(BlockKind, each.kind, BlockKind.PARAGRAPH), each.start, each.end)
        for each in article.blocks
    )
    return Draft(
        text=text,
        blocks=blocks,
        title=article.title or text.lstrip().split("\n", 1)[0],
        kicker=article.kicker,
        subtitle=article.subtitle,
        column=article.column,
        authors=article.authors,
        date=article.date,
        source=article.source,
        url=article.url,
        language=article.language,
        origin=article.origin,
    )


def _annotation_of(raw: msgspec.Raw, article: PortableArticle, text: str) -> Annotation:
    """An annotation from a file.

    :raises msgspec.MsgspecError: it is not what it should be.
    :raises BadInput: it is on no words.
    """
    found = msgspec.json.decode(raw, type=_Annotation)
    exact = found.exact or text[max(0, found.start) : max(0, found.end)]
    if not exact:
        raise BadInput("it is on no words.")
    tags = tuple(dict.fromkeys(found.tags))
    created = moment(found.created) or moment(found.modified)
    named = found.id.lower().removeprefix("urn:uuid:")
    called = (article.id or text, found.id) if found.id else (text, bytes(raw).decode())
    return Annotation(
        id=named if UUID(named) else guid("annotation", *called),
        start=found.start,
        end=found.end,
        exact=exact,
        prefix=found.prefix,
        suffix=found.suffix,
        tags=tags,
        note=found.note,
        kind=_known(Motivation, found.kind, motivation_of(tags, found.note)),
        creator=found.creator,
        created=created,
        modified=moment(found.modified) or created,
        orphan=found.orphan,
    )


def moment(words: str) -> str:
    """A time as Pizhu keeps times, in UTC with ``Z``, to the millisecond; empty if it is none.

    A time without a zone is taken for UTC, a day for its midnight.
    """
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        return ""
    if _MOMENT(words):
        return words
    try:
        there = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return ""
    return there.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def readable(tags: Iterable[msgspec.Raw], tell: Callable[[str], None]) -> tuple[Tag, ...]:
    """The entries of a codebook that can be read; whoever listens is told of the others."""
    found = []
    for number, raw in enumerate(tags, 1):
        try:
            found.append(msgspec.json.decode(raw, type=Tag))
        except UNREADABLE as error:
            tell(f"Tag {number} was left out: {reason(error)}")
    return tuple(found)


def check_version(version: int, name: str) -> None:
    """Refuse a file of a newer Pizhu.

    :raises BadInput: it is one.
    """
    if version > VERSION:
        raise BadInput(
            f"{name} was written by a newer Pizhu (version {version} of the format, this one knows "
            f"{VERSION}): update Pizhu to import it."
        )
    if version < 1:
        raise BadInput(f"{name}: there is no version {version} of the format; the number must be 1 or more.")
