"""Reads annotations of Hypothesis: the responses of its API and the exports of its client.

Sources: the reference of the API, version 1 (a response of ``/api/search`` has ``rows``), and the client's
export (``annotations`` beside ``export_date``). The files have no texts: articles are looked up in the
library by URL, and the annotations are placed by their quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from store.errors import BadInput
from store.formats.shared.json_reading.lenient_json import as_list, as_object, as_text, parse_value
from store.formats.shared.json_reading.located_json import decode
from store.formats.shared.timestamps import utc_timestamp
from store.formats.shared.wording import join_paragraphs
from store.formats.web_annotation.selectors import QuotedText, quoted_text
from store.importing.limits import MAX_LOOSE_ANNOTATIONS, check_count
from store.language import _, pgettext
from store.model.annotation import Annotation, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.edits import Fields
from store.model.stable_ids import guid
from store.wording import counted

FIELDS = ("rows", "annotations", "replies", "uri", "user", "target", "group")
"""The fields that tell whether an object is an annotation or has annotations."""


def is_search_result(record: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is a response of the API or an export of the client."""
    return any(bytes(record[key]).lstrip()[:1] == b"[" for key in ("rows", "annotations") if key in record)


def is_annotation(record: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is an annotation of Hypothesis."""
    return "uri" in record and not {"user", "target", "group"}.isdisjoint(record)


def annotations_in(record: Mapping[str, msgspec.Raw], name: str) -> list[msgspec.Raw]:
    """Return the annotations in a response or an export, including replies.

    :param name: the name of the file, for errors.
    :raises BadInput: when a field is not a list.
    """
    lists = [record[key] for key in ("rows", "annotations", "replies") if key in record]
    return [entry for each in lists for entry in decode(each, list[msgspec.Raw], name)]


class _HypothesisAnnotation(msgspec.Struct, frozen=True):
    """The fields of an annotation or a reply that are imported."""

    id: str
    uri: str
    title: str
    user: str
    text: str
    tags: tuple[str, ...]
    created: str
    updated: str
    thread: str
    """For a reply, the ID of the annotation that started the thread; otherwise empty."""
    quote: QuotedText
    has_selector: bool
    """Whether it is on a part of the page rather than on the whole page."""


class _Page:
    """The annotations of one page."""

    def __init__(self, uri: str, title: str) -> None:
        self.uri = uri
        self.title = title
        self.annotations: list[_HypothesisAnnotation] = []
        self.page_notes: list[_HypothesisAnnotation] = []


_Replies = Mapping[str, list[_HypothesisAnnotation]]
"""Replies by the ID of the annotation that started their thread, in order of creation."""


def to_bundle(entries: Iterable[msgspec.Raw], name: str) -> Bundle:
    """Return the annotations, grouped by page.

    A note on a whole page becomes the article's note. A reply becomes a paragraph of the note that started
    the thread, with the name of its author.

    :param name: the name of the file, for errors.
    :raises BadInput: when no entry is an annotation.
    """
    bundle, found, invalid = Bundle(), [], 0
    for raw in entries:
        annotation = _parse_annotation(as_object(parse_value(raw)))
        if annotation is None:
            invalid += 1
        else:
            found.append(annotation)
            check_count(len(found), MAX_LOOSE_ANNOTATIONS, pgettext("more than", "annotations"))
    if not found:
        raise BadInput(_("{name}: there is no annotation in it.", name=name))
    replies: dict[str, list[_HypothesisAnnotation]] = {}
    for annotation in sorted(found, key=lambda each: each.created):
        if annotation.thread:
            replies.setdefault(annotation.thread, []).append(annotation)
    pages: dict[str, _Page] = {}
    without_quote = 0
    for annotation in found:
        if not annotation.thread:
            page = pages.setdefault(annotation.uri, _Page(annotation.uri, annotation.title))
            if annotation.has_selector and not annotation.quote.exact:
                without_quote += 1
            else:
                (page.annotations if annotation.has_selector else page.page_notes).append(annotation)
    threads = {each.id for page in pages.values() for each in (*page.annotations, *page.page_notes)}
    lost_replies = sum(len(each) for thread, each in replies.items() if thread not in threads)
    bundle.pieces = [_article(page, replies) for page in pages.values()]
    bundle.count = len(pages)
    _report_left_out(bundle, invalid=invalid, without_quote=without_quote, lost_replies=lost_replies)
    return bundle


def _report_left_out(bundle: Bundle, *, invalid: int, without_quote: int, lost_replies: int) -> None:
    if invalid:
        entries = counted(invalid, "entry", "entries")
        bundle.left_out.append(_("Left out: {entries} not written by Hypothesis.", entries=entries))
    if without_quote:
        annotations = counted(without_quote, "annotation", "annotations")
        bundle.left_out.append(_("Left out: {annotations} without a quote.", annotations=annotations))
    if lost_replies:
        replies = counted(lost_replies, "reply", "replies")
        bundle.left_out.append(
            _("Left out: {replies} to annotations that are not in the file.", replies=replies)
        )


def _parse_annotation(record: Fields) -> _HypothesisAnnotation | None:
    """Return an annotation; None if the object has no URI."""
    uri, identity = as_text(record.get("uri")), as_text(record.get("id"))
    if not uri:
        return None
    targets = [as_object(each) for each in as_list(record.get("target"))]
    selectors = [each for target in targets for each in as_list(target.get("selector"))]
    references = [as_text(each) for each in as_list(record.get("references"))]
    tags = (as_text(each).strip() for each in as_list(record.get("tags")))
    titles = as_list(as_object(record.get("document")).get("title"))
    user, text = _user_name(as_text(record.get("user"))), as_text(record.get("text"))
    created = utc_timestamp(as_text(record.get("created")), keep_precision=True)
    quote = quoted_text(selectors)
    return _HypothesisAnnotation(
        id=identity or guid("hypothesis", uri, user, created, quote.exact, text),
        uri=uri,
        title=as_text(titles[0]) if titles else "",
        user=user,
        text=text,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        created=created,
        updated=utc_timestamp(as_text(record.get("updated")), keep_precision=True) or created,
        thread=references[0] if references else "",
        quote=quote,
        has_selector=bool(selectors),
    )


def _user_name(account: str) -> str:
    """Return the name in ``acct:name@authority``."""
    return account.removeprefix("acct:").partition("@")[0]


def _article(page: _Page, replies: _Replies) -> IncomingArticle:
    users = {each.user for each in page.page_notes}
    notes = [
        _with_replies(
            f"{each.user}: {each.text}" if len(users) > 1 and each.text else each.text, each, replies
        )
        for each in sorted(page.page_notes, key=lambda each: each.created)
    ]
    return IncomingArticle(
        url=page.uri,
        title=page.title,
        tags=tuple(dict.fromkeys(tag for each in page.page_notes for tag in each.tags)),
        note=join_paragraphs(notes),
        annotations=tuple(_annotation(each, replies) for each in page.annotations),
    )


def _with_replies(text: str, annotation: _HypothesisAnnotation, replies: _Replies) -> str:
    thread = replies.get(annotation.id, ())
    return join_paragraphs([text, *(f"{each.user}: {each.text}" for each in thread if each.text.strip())])


def _annotation(found: _HypothesisAnnotation, replies: _Replies) -> Annotation:
    note = _with_replies(found.text, found, replies)
    return Annotation(
        id=guid("hypothesis", found.id),
        start=0,  # Hypothesis counts positions in the page as the browser renders it
        end=0,
        exact=found.quote.exact,
        prefix=found.quote.prefix,
        suffix=found.quote.suffix,
        tags=found.tags,
        note=note,
        kind=motivation_of(found.tags, note),
        creator=found.user,
        created=found.created,
        modified=max(found.updated, *(reply.updated for reply in replies.get(found.id, ())), ""),
    )
