"""Completes the pages in an archive that Omnivore exported with what stands beside them.

``metadata_0_to_20.json`` and so on have title, author, address, labels and dates of each page by its
``slug``; ``content/SLUG.html`` is its text, ``highlights/SLUG.md`` has its quotes and notes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import Self

import msgspec
from msgspec.structs import replace

from store.errors import BadInput, BadTagName
from store.formats.shared.json_reading.lenient_json import as_list, as_object, as_text
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.wording import join_paragraphs
from store.formats.shared_notes.reader import quotes_in_markdown
from store.importing.limits import MAX_TAGS_OF_ONE
from store.importing.piece import Piece
from store.language import _
from store.model.annotation import QuotedAnnotation
from store.model.edits import Fields
from store.model.metadata.web_address import web_address
from store.model.tag import clean_tag_name
from store.press.stated_dates import stated_date
from store.wording import counted

_METADATA = re.compile(r"(?:^|/)metadata_\d+_to_\d+\.json$")
_HIGHLIGHTS = re.compile(r"(?:^|/)highlights/[^/]+\.md$")
_MOST_FILES = 20_000


class OmnivoreExport:
    """What an archive of Omnivore says of its pages; nothing if it is another archive."""

    def __init__(self, pages: dict[str, Fields], notes: dict[str, str]) -> None:
        """Take what was read.

        :param pages: the metadata of each page, by its slug.
        :param notes: the Markdown of the quotes of each page, by its slug.
        """
        self._pages = pages
        self._notes = notes

    @classmethod
    def of(cls, files: Iterable[tuple[str, Callable[[], bytes]]]) -> Self:
        """Read the files of an archive that are beside the pages."""
        named = list(files)[:_MOST_FILES]
        pages: dict[str, Fields] = {}
        for name, unpack in named:
            if _METADATA.search(name):
                try:
                    found = msgspec.json.decode(unpack())
                except (BadInput, *JSON_ERRORS):
                    continue
                pages.update((as_text(page.get("slug")), page) for page in map(as_object, as_list(found)))
        notes: dict[str, str] = {}
        for name, unpack in named if pages else ():
            if _HIGHLIGHTS.search(name):
                try:
                    notes[_slug(name)] = unpack().decode("utf-8", "replace")
                except BadInput:
                    continue
        return cls(pages, notes)

    def has(self, name: str) -> bool:
        """Whether a file is one that was read here, so that it is no article."""
        return bool(self._pages) and bool(_METADATA.search(name) or _HIGHLIGHTS.search(name))

    def completed(self, piece: Piece) -> Piece:
        """Return a page with what the export says of it, and its quotes."""
        slug = _slug(piece.key)
        about = self._pages.get(slug)
        if about is None:
            return piece
        draft = piece.article.draft
        title, author = (" ".join(as_text(about.get(key)).split()) for key in ("title", "author"))
        draft = replace(
            draft,
            title=title or draft.title,
            authors=(author,) if author else draft.authors,
            date=stated_date(as_text(about.get("publishedAt"))).iso or draft.date,
            url=web_address(as_text(about.get("url"))) or draft.url,
        )
        quotes = [each for each in quotes_in_markdown(self._notes.get(slug, "")) if each.exact]
        is_found = [each.exact in draft.text for each in quotes]
        found = [each for each, is_there in zip(quotes, is_found, strict=True) if is_there]
        lost = [each for each, is_there in zip(quotes, is_found, strict=True) if not is_there]
        kept = [part for each in lost for part in (f"> {each.exact}", *each.thoughts)]
        remarks = piece.remarks
        if lost:
            named = counted(len(lost), "quote", "quotes")
            remarks += (
                _("{named} whose words are not in the text, kept in the note on the article", named=named),
            )
        article = replace(
            piece.article,
            draft=draft,
            tags=_tags(about) or piece.article.tags,
            note=join_paragraphs([piece.article.note, *kept]),
            marks=tuple(
                QuotedAnnotation(each.exact, 1, each.tags, join_paragraphs(each.thoughts)) for each in found
            ),
        )
        return replace(piece, article=article, remarks=remarks)


def _slug(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _tags(page: Fields) -> tuple[str, ...]:
    tags: list[str] = []
    for each in as_list(page.get("labels"))[:MAX_TAGS_OF_ONE]:
        try:
            tags.append(clean_tag_name(as_text(each) or as_text(as_object(each).get("name"))))
        except BadTagName:
            continue
    return tuple(dict.fromkeys(tags))
