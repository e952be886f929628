"""Articles and annotations as records of Pizhu's own JSON (``docs/json.md``), written and read.

The formats ``json``, ``jsonl`` and ``pizhu`` share them. The revision number (``rev``) is not exported.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

import msgspec

from store.errors import BadInput, phrase_of
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.timestamps import utc_timestamp
from store.formats.shared.uuids import is_uuid
from store.importing.limits import (
    MAX_ANNOTATIONS,
    MAX_ASSIGNMENTS,
    MAX_TAGS,
    MAX_TAGS_OF_ONE,
    check_count,
    check_json,
    check_text,
)
from store.language import _, pgettext
from store.model.annotation import Annotation, Motivation, clean_note, motivation_of
from store.model.article import CORRECTABLE, Article, Block, BlockKind, Draft, Status
from store.model.bundle import Bundle, IncomingArticle
from store.model.decisions.decision import LONGEST_REASON, Decision
from store.model.stable_ids import guids_beginning
from store.model.tables.assignment import Assignment
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.coding_round import CodingRound
from store.model.tables.member import Member
from store.model.tables.saved_search import SavedSearch
from store.model.tables.team import TeamRecords
from store.model.tag import Tag
from store.reasons import reason_of

FORMAT_VERSION = 1
"""The version that is written. Files with a higher one are refused."""

E = TypeVar("E", bound=StrEnum)
R = TypeVar("R", bound=msgspec.Struct)


# Writing


def article_record(article: Article, annotations: Iterable[Annotation]) -> dict[str, object]:
    """Return an article with its annotations, ready to be encoded.

    The ID and the title come first and the longest fields last.
    """
    fields = msgspec.structs.asdict(article)
    del fields["rev"]
    longest = {name: fields.pop(name) for name in ("text", "blocks")}
    return {
        "id": fields.pop("id"),
        "title": fields.pop("title"),
        **fields,
        **longest,
        "annotations": [_annotation_record(annotation) for annotation in annotations],
    }


def _annotation_record(annotation: Annotation) -> dict[str, object]:
    fields = msgspec.structs.asdict(annotation)
    del fields["rev"]
    if annotation.decision is None:
        del fields["decision"]
    return fields


def search_record(search: SavedSearch) -> dict[str, object]:
    """Return a saved search, ready to be encoded."""
    return {"name": search.search, "query": search.query}


def team_records(team: TeamRecords) -> dict[str, tuple[msgspec.Struct, ...]]:
    """Return members, rounds and assignments by the names that files have for them, without empty ones."""
    found = {"members": team.members, "rounds": team.rounds, "assignments": team.assignments}
    return {name: records for name, records in found.items() if records}


# Reading


class _BlockRecord(msgspec.Struct, frozen=True):
    """A block in a file. Its kind may be unknown to this version."""

    kind: str
    start: int
    end: int


class ArticleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An article in a file. Only the text is required; unknown fields are ignored."""

    text: str = ""
    """Empty in an archive, which has the text in a file of its own."""
    blocks: tuple[_BlockRecord, ...] = ()
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
    attributes: dict[str, str] = {}
    id: str = ""
    added: str = ""
    digest: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: str = Status.UNREAD
    starred: bool = False
    position: int = 0
    corrected: tuple[str, ...] = ()
    annotations: tuple[msgspec.Raw, ...] = ()
    """Decoded one by one, so that an invalid one does not invalidate the others."""


class _AnnotationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An annotation in a file. Only ``exact``, or ``start`` and ``end``, are required."""

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
    former: str = ""
    decision: msgspec.Raw = msgspec.Raw()


def parse_article(raw: msgspec.Raw, name: str, bundle: Bundle) -> Iterator[IncomingArticle]:
    """Yield the article in a JSON object; if it cannot be read, yield nothing and report it to the bundle.

    :param name: what the report calls the object, such as ``Article 3``.
    """
    try:
        check_json(memoryview(raw), pgettext("record", "the article"))
        record = msgspec.json.decode(raw, type=ArticleRecord)
        yield incoming_article(record, record.text, bundle.left_out.append)
    except (*JSON_ERRORS, BadInput) as error:
        bundle.left_out.append(_("{name} was left out: {reason}", name=name, reason=failure_reason(error)))


def incoming_article(record: ArticleRecord, text: str, report: Callable[[str], None]) -> IncomingArticle:
    """Return the article in a record, with the annotations that can be read.

    :param text: the text of the article, which in an archive is not in the record.
    :param report: called with a sentence for each annotation that cannot be read.
    :raises BadInput: when the text is empty or too long, or there are too many annotations.
    """
    if not text.strip():
        raise BadInput(_("it has no text."))
    check_text(text, _("its text"))
    check_count(len(record.annotations), MAX_ANNOTATIONS, pgettext("more than", "annotations"))
    check_count(len(record.tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags"))
    # SQLite cannot store NUL. Replacing it by another code point leaves all offsets as they are.
    text = text.replace("\0", "\ufffd")
    draft = _draft(record, text)
    return IncomingArticle(
        draft=draft,
        id=record.id,
        added=utc_timestamp(record.added, keep_precision=True),
        tags=record.tags,
        note=record.note,
        status=_member(Status, record.status, Status.UNREAD),
        starred=record.starred,
        position=max(0, record.position),
        corrected=tuple(name for name in (*CORRECTABLE, *record.attributes) if name in record.corrected),
        annotations=tuple(limited_quotes(_annotations(record, text, draft.title, report))),
    )


def _annotations(
    record: ArticleRecord, text: str, title: str, report: Callable[[str], None]
) -> Iterator[Annotation]:
    """Yield the annotations that can be read, and report the others."""
    derive_from_content = guids_beginning("annotation", text)
    derive_from_id = guids_beginning("annotation", record.id) if record.id else derive_from_content
    for number, raw in enumerate(record.annotations, 1):
        try:
            annotation = _annotation(raw, text, derive_from_id, derive_from_content)
        except (*JSON_ERRORS, BadInput) as error:
            report(
                _(
                    "Annotation {number} of “{title}” was left out: {reason}",
                    number=number,
                    title=title,
                    reason=failure_reason(error),
                )
            )
        else:
            yield annotation


def failure_reason(error: Exception) -> str:
    """Return why something could not be read, as the end of a sentence with its full stop."""
    if isinstance(error, UnicodeDecodeError):
        return _("it is not UTF-8.")
    return _("{reason}.", reason=phrase_of(reason_of(error)))


def _member(kinds: type[E], value: str, default: E) -> E:
    """Return the member with this value; ``default`` if there is none."""
    try:
        return kinds(value)
    except ValueError:
        return default


def _draft(record: ArticleRecord, text: str) -> Draft:
    blocks = tuple(
        Block(_member(BlockKind, block.kind, BlockKind.PARAGRAPH), block.start, block.end)
        for block in record.blocks
    )
    return Draft(
        text=text,
        blocks=blocks,
        title=record.title or text.lstrip().split("\n", 1)[0],
        kicker=record.kicker,
        subtitle=record.subtitle,
        column=record.column,
        authors=record.authors,
        date=record.date,
        source=record.source,
        url=record.url,
        language=record.language,
        origin=record.origin,
        attributes=record.attributes,
    )


def parse_attributes(
    raw: Iterable[msgspec.Raw], report: Callable[[str], None]
) -> tuple[ArticleAttribute, ...]:
    """Return the definitions of attributes that can be read, and report the others."""
    found = []
    for number, each in enumerate(raw, 1):
        try:
            found.append(msgspec.json.decode(each, type=ArticleAttribute))
        except JSON_ERRORS as error:
            report(
                _(
                    "Attribute {number} was left out: {reason}",
                    number=number,
                    reason=failure_reason(error),
                )
            )
    return tuple(found)


def _annotation(
    raw: msgspec.Raw,
    text: str,
    derive_from_id: Callable[[str], str],
    derive_from_content: Callable[[str], str],
) -> Annotation:
    """Return an annotation of an article.

    :param derive_from_id: returns the GUID of an annotation whose ID is not a UUID.
    :param derive_from_content: returns the GUID of an annotation without an ID, given its JSON.
    :raises msgspec.MsgspecError: when a field has the wrong type.
    :raises BadInput: when it has neither a quote nor a range of the text.
    """
    record = msgspec.json.decode(raw, type=_AnnotationRecord)
    exact = record.exact or text[max(0, record.start) : max(0, record.end)]
    if not exact:
        raise BadInput(_("it quotes no text."))
    tags = tuple(dict.fromkeys(record.tags))
    check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags"))
    created, modified = (
        utc_timestamp(time, keep_precision=True) for time in (record.created, record.modified)
    )
    given_id = record.id.lower().removeprefix("urn:uuid:")
    derive, identity = (
        (derive_from_id, record.id) if record.id else (derive_from_content, bytes(raw).decode())
    )
    return Annotation(
        id=given_id if is_uuid(given_id) else derive(identity),
        start=record.start,
        end=record.end,
        exact=exact,
        prefix=record.prefix,
        suffix=record.suffix,
        tags=tags,
        note=record.note,
        kind=_member(Motivation, record.kind, motivation_of(tags, record.note)),
        creator=record.creator,
        created=created or modified,
        modified=modified or created,
        orphan=record.orphan,
        former=record.former,
        decision=_decision(record.decision),
    )


def _decision(raw: msgspec.Raw) -> Decision | None:
    """Return a decision; None if there is none, or if it cannot be read: the annotation counts without it."""
    try:
        found = msgspec.json.decode(raw, type=Decision) if raw else None
    except JSON_ERRORS:
        return None
    if found is None or max(len(found.coders), len(found.taken)) > MAX_TAGS_OF_ONE:
        return None
    return msgspec.structs.replace(found, reason=clean_note(found.reason[:LONGEST_REASON]))


def parse_tags(entries: Iterable[msgspec.Raw], report: Callable[[str], None]) -> tuple[Tag, ...]:
    """Return the entries of a codebook that can be read.

    :param report: called with a sentence for each entry that cannot be read.
    """
    tags = []
    for number, raw in enumerate(entries, 1):
        try:
            tags.append(msgspec.json.decode(raw, type=Tag))
        except JSON_ERRORS as error:
            report(_("Tag {number} was left out: {reason}", number=number, reason=failure_reason(error)))
    return tuple(tags)


class _SearchRecord(msgspec.Struct, frozen=True):
    """A saved search in a file."""

    name: str
    query: str


def parse_searches(entries: Iterable[msgspec.Raw], report: Callable[[str], None]) -> tuple[SavedSearch, ...]:
    """Return the saved searches that can be read.

    :param report: called with a sentence for each one that cannot be read.
    """
    searches = []
    for number, raw in enumerate(entries, 1):
        try:
            record = msgspec.json.decode(raw, type=_SearchRecord)
        except JSON_ERRORS as error:
            reason = failure_reason(error)
            report(_("Saved search {number} was left out: {reason}", number=number, reason=reason))
        else:
            searches.append(SavedSearch(record.name, record.query))
    return tuple(searches)


def parse_team(
    members: Collection[msgspec.Raw],
    rounds: Collection[msgspec.Raw],
    assignments: Collection[msgspec.Raw],
    report: Callable[[str], None],
) -> TeamRecords:
    """Return the members, rounds and assignments that can be read.

    :param report: called with a sentence for each one that cannot be read.
    :raises BadInput: there are too many.
    """
    check_count(len(members), MAX_TAGS, pgettext("more than", "members"))
    check_count(len(rounds), MAX_TAGS, pgettext("more than", "rounds"))
    check_count(len(assignments), MAX_ASSIGNMENTS, pgettext("more than", "assignments"))

    def parsed(raws: Iterable[msgspec.Raw], record: type[R]) -> Iterator[R]:
        for number, raw in enumerate(raws, 1):
            try:
                yield msgspec.json.decode(raw, type=record)
            except JSON_ERRORS as error:
                reason = failure_reason(error)
                report(_("Entry {number} of the team was left out: {reason}", number=number, reason=reason))

    return TeamRecords(
        tuple(parsed(members, Member)),
        tuple(parsed(rounds, CodingRound)),
        tuple(parsed(assignments, Assignment)),
    )


def check_version(version: int, name: str) -> None:
    """Check that this version of Pizhu can read a file.

    :param name: the name of the file.
    :raises BadInput: when the version is newer, or less than 1.
    """
    if version > FORMAT_VERSION:
        raise BadInput(
            _(
                "{name} was written by a newer Pizhu (version {version} of the format, this one knows "
                "{most}): update Pizhu to import it.",
                name=name,
                version=version,
                most=FORMAT_VERSION,
            )
        )
    if version < 1:
        raise BadInput(
            _(
                "{name}: there is no version {version} of the format; the number must be 1 or more.",
                name=name,
                version=version,
            )
        )
