"""Annotations of Hypothesis become a bundle: what its API answers, and what its client exports.

After the API's reference, version 1 (an answer of ``/api/search`` has ``rows``), and the client's export
(``annotations`` beside ``export_date``). Pages travel without their text, so each article is looked for here
by its address, and the annotations are placed by their quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from store.errors import BadInput
from store.formats.pizhu.records import moment
from store.formats.shared.lenient_json import counted, fields, joined, several, value_of, words
from store.formats.shared.located_json import decoded
from store.formats.web_annotation.selectors import Selected, selected
from store.model.annotation import Annotation, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.edits import Fields
from store.model.stable_ids import guid


def is_search(found: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is an answer of the API, or an export of the client."""
    return any(bytes(found[name]).lstrip()[:1] == b"[" for name in ("rows", "annotations") if name in found)


def is_annotation(found: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is an annotation of Hypothesis."""
    return "uri" in found and not {"user", "target", "group"}.isdisjoint(found)


def rows(found: Mapping[str, msgspec.Raw], name: str) -> list[msgspec.Raw]:
    """The annotations in an answer, those that are replies included.

    :raises BadInput: they are no lists.
    """
    lists = [found[key] for key in ("rows", "annotations", "replies") if key in found]
    return [row for each in lists for row in decoded(each, list[msgspec.Raw], name)]


class _Row(msgspec.Struct, frozen=True):
    """An annotation of Hypothesis, so far as it is wanted."""

    id: str
    uri: str
    title: str
    user: str
    text: str
    tags: tuple[str, ...]
    created: str
    updated: str
    answers: str
    """The ID of the annotation that began the thread it is a reply in; else empty."""
    selected: Selected
    is_on_words: bool
    """Whether it is on a part of the page, and not on all of it."""


class _Page:
    """What was made of one page."""

    def __init__(self, uri: str, title: str) -> None:
        self.uri = uri
        self.title = title
        self.marks: list[_Row] = []
        self.notes: list[_Row] = []


def bundle_of(entries: Iterable[msgspec.Raw], name: str) -> Bundle:
    """The annotations, page by page.

    A note on a whole page becomes the article's. A reply becomes a paragraph of the note that began the
    thread, with the name of who wrote it.

    :raises BadInput: none of them is an annotation.
    """
    bundle, found, strange = Bundle(), [], 0
    for raw in entries:
        row = _row(fields(value_of(raw)))
        if row is None:
            strange += 1
        else:
            found.append(row)
    if not found:
        raise BadInput(f"{name}: there is no annotation in it.")
    replies: dict[str, list[_Row]] = {}
    for row in sorted(found, key=lambda row: row.created):
        if row.answers:
            replies.setdefault(row.answers, []).append(row)
    pages: dict[str, _Page] = {}
    vague = 0
    for row in found:
        if not row.answers:
            page = pages.setdefault(row.uri, _Page(row.uri, row.title))
            if row.is_on_words and not row.selected.exact:
                vague += 1
            else:
                (page.marks if row.is_on_words else page.notes).append(row)
    there = {row.id for page in pages.values() for row in (*page.marks, *page.notes)}
    lost = sum(len(each) for answered, each in replies.items() if answered not in there)
    bundle.pieces = [_piece(page, replies) for page in pages.values()]
    bundle.count = len(pages)
    _tell(bundle, strange=strange, vague=vague, lost=lost)
    return bundle


def _tell(bundle: Bundle, *, strange: int, vague: int, lost: int) -> None:
    if strange:
        entries = counted(strange, "entry", "entries")
        bundle.left_out.append(f"{entries} left out that Hypothesis does not write.")
    if vague:
        annotations = counted(vague, "annotation", "annotations")
        bundle.left_out.append(f"{annotations} left out that quote no words.")
    if lost:
        replies = counted(lost, "reply", "replies")
        bundle.left_out.append(f"{replies} left out: what is answered is not in the file.")


def _row(found: Fields) -> _Row | None:
    """An annotation; None when it is none."""
    uri, identity = words(found.get("uri")), words(found.get("id"))
    if not uri:
        return None
    targets = [fields(each) for each in several(found.get("target"))]
    selectors = [each for target in targets for each in several(target.get("selector"))]
    answered = [words(each) for each in several(found.get("references"))]
    tags = (words(each).strip() for each in several(found.get("tags")))
    title = several(fields(found.get("document")).get("title"))
    user, text = _user(words(found.get("user"))), words(found.get("text"))
    created = moment(words(found.get("created")))
    made = selected(selectors)
    return _Row(
        id=identity or guid("hypothesis", uri, user, created, made.exact, text),
        uri=uri,
        title=words(title[0]) if title else "",
        user=user,
        text=text,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        created=created,
        updated=moment(words(found.get("updated"))) or created,
        answers=answered[0] if answered else "",
        selected=made,
        is_on_words=bool(selectors),
    )


def _user(account: str) -> str:
    """The name in ``acct:name@authority``."""
    return account.removeprefix("acct:").partition("@")[0]


def _piece(page: _Page, replies: Mapping[str, list[_Row]]) -> IncomingArticle:
    users = {row.user for row in page.notes}
    notes = [
        _with_replies(f"{row.user}: {row.text}" if len(users) > 1 and row.text else row.text, row, replies)
        for row in sorted(page.notes, key=lambda row: row.created)
    ]
    return IncomingArticle(
        url=page.uri,
        title=page.title,
        tags=tuple(dict.fromkeys(tag for row in page.notes for tag in row.tags)),
        note=joined(notes),
        annotations=tuple(_annotation(row, replies) for row in page.marks),
    )


def _with_replies(text: str, row: _Row, replies: Mapping[str, list[_Row]]) -> str:
    answers = (f"{reply.user}: {reply.text}" for reply in replies.get(row.id, ()) if reply.text.strip())
    return joined([text, *answers])


def _annotation(row: _Row, replies: Mapping[str, list[_Row]]) -> Annotation:
    note = _with_replies(row.text, row, replies)
    place = row.selected
    return Annotation(
        id=guid("hypothesis", row.id),
        start=0,  # positions of Hypothesis count in the page as the browser has it
        end=0,
        exact=place.exact,
        prefix=place.prefix,
        suffix=place.suffix,
        tags=row.tags,
        note=note,
        kind=motivation_of(row.tags, note),
        creator=row.user,
        created=row.created,
        modified=max(row.updated, *(reply.updated for reply in replies.get(row.id, ())), ""),
    )
