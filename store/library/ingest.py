"""Turns drafts into the edits that add or update articles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from store.index.article_index import ArticleIndex
from store.library.merging.placeholder import placeholder_origins
from store.model.anchoring import same_words
from store.model.anchoring.versions import is_new_version
from store.model.annotation import Annotation, QuotedAnnotation, clean_note, just_after, timestamp
from store.model.article import Article, Draft, Status, digest
from store.model.edits import ARTICLE, TEXT, THE_ONE, Edit, Fields
from store.model.new_annotations import annotation_of_quote
from store.model.tag import clean_tag_names
from store.storage.document_edits import annotation_edit, article_fields, creation_edits
from store.storage.reanchoring import reanchored

MOST_COMPARED = 50
"""Quotes of a placeholder that are searched in a text with its title, the longest ones."""


class Outcome(StrEnum):
    """What was done with a draft."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


class Ingested(msgspec.Struct, frozen=True):
    """The article of a draft: added, updated, or there already."""

    article: str
    """The article's ID."""
    title: str
    outcome: Outcome
    lost: int = 0
    """How many of its annotations became orphans, because they could not be re-anchored in the new text."""
    moved: int = 0
    """How many of its annotations now stand on words that differ from those that they stood on before."""


class Ingest:
    """Drafts that are written by one change. The caller holds the library's lock throughout."""

    def __init__(
        self,
        index: ArticleIndex,
        open_article: Callable[[str], tuple[Article, tuple[Annotation, ...]]],
        creator: str,
        last_added: str,
    ) -> None:
        """Start an empty change.

        :param open_article: reads an article of the library with its annotations.
        :param creator: the creator of annotations that come with a draft.
        :param last_added: when the last article was added.
        """
        self.edits: list[Edit] = []
        """The edits to write."""
        self.tags: list[str] = []
        """The tags that the new articles and their annotations use."""
        self._labels: list[str] = []
        self.last_added = last_added
        """When the last article was added."""
        self._index = index
        self._open_article = open_article
        self._creator = creator
        self._shelf = os.urandom(1)  # one shelf for all: only one folder has to be synced
        self._by_digest: dict[str, Ingested] = {}
        self._origins: set[str] = set()
        self._filled: set[str] = set()
        """The origins of placeholders that this change has filled."""

    @property
    def label(self) -> str:
        """What was done, as a phrase for the screen: the step's name for undo."""
        return f"import {len(self._labels)} articles" if len(self._labels) > 1 else "".join(self._labels)

    def must_wait(self, draft: Draft) -> bool:
        """Whether the change must be written before the article that this draft updates can be found."""
        return draft.origin in self._origins

    def take(
        self,
        draft: Draft,
        *,
        tags: Iterable[str] = (),
        note: str = "",
        status: Status = Status.UNREAD,
        starred: bool = False,
        marks: Iterable[QuotedAnnotation] = (),
    ) -> Ingested:
        """Add a draft: see :meth:`store.library.articles.Articles.add`."""
        text_digest = digest(draft.text)
        known = self._by_digest.get(text_digest) or self._with_digest(text_digest)
        if known is not None:
            return msgspec.structs.replace(known, outcome=Outcome.UNCHANGED)
        former = self._index.from_origin(draft.origin)
        before, annotations = self._open_article(former) if former else (None, ())
        if before is not None and is_new_version(before, draft):
            ingested = self._update(before, annotations, draft)
        elif (filled := self._fill_placeholder(draft, tags, note)) is not None:
            ingested = filled
        else:
            article = Article(
                **{name: getattr(draft, name) for name in Draft.__struct_fields__},
                id=(self._shelf + os.urandom(7)).hex(),
                added=self._next_added(),
                digest=text_digest,
                tags=clean_tag_names(tags),
                note=clean_note(note),
                status=status,
                starred=starred,
            )
            ingested = self._create(
                article, [annotation_of_quote(article.text, mark, creator=self._creator) for mark in marks]
            )
        self._by_digest[text_digest] = ingested
        if draft.origin:
            self._origins.add(draft.origin)
        return ingested

    def _fill_placeholder(self, draft: Draft, tags: Iterable[str], note: str) -> Ingested | None:
        """Make the placeholder that keeps notes on this text its article; None if there is none.

        A text in which none of its quotes is found may be another one with the same title.
        """
        for origin in placeholder_origins(draft.title, draft.url):
            there = None if origin in self._filled else self._index.from_origin(origin)
            if there is None:
                continue
            before, annotations = self._open_article(there)
            longest = sorted(annotations, key=lambda each: -len(each.exact))[:MOST_COMPARED]
            if not longest or any(not reanchored(each, draft.text).orphan for each in longest):
                self._filled.add(origin)
                self._annotate_article(before, tags, note)
                return self._update(before, annotations, draft)
        return None

    def _annotate_article(self, article: Article, tags: Iterable[str], note: str) -> None:
        """Give an article more tags, and another paragraph of its note."""
        own = clean_tag_names((*article.tags, *tags))
        paragraphs = [each for each in (article.note, clean_note(note)) if each]
        before: Fields = {"tags": list(article.tags), "note": article.note}
        after: Fields = {"tags": list(own), "note": "\n\n".join(paragraphs)}
        if before != after:
            self.tags += own
            self.edits.append(Edit.between(article.id, ARTICLE, THE_ONE, before, after))

    def _create(self, article: Article, annotations: list[Annotation]) -> Ingested:
        self.tags += article.tags
        for annotation in annotations:
            self.tags += annotation.tags
        self.edits += creation_edits(article, annotations)
        self._labels.append(f"import “{article.title}”")
        return Ingested(article.id, article.title, Outcome.ADDED)

    def _update(self, before: Article, annotations: Iterable[Annotation], draft: Draft) -> Ingested:
        after = msgspec.structs.replace(
            before,
            **{name: getattr(draft, name) for name in Draft.__struct_fields__},
            digest=digest(draft.text),
            position=min(before.position, len(draft.text)),
        )
        pairs = [(each, reanchored(each, after.text, before.text)) for each in annotations]
        self.edits += [
            Edit.between(before.id, TEXT, THE_ONE, {TEXT: before.text}, {TEXT: after.text}),
            Edit.between(before.id, ARTICLE, THE_ONE, article_fields(before), article_fields(after)),
            *(annotation_edit(before.id, was, now) for was, now in pairs),
        ]
        self._labels.append(f"update “{after.title}”")
        lost = sum(now.orphan and not was.orphan for was, now in pairs)
        moved = sum(now.moved and not same_words(now.exact, was.exact) for was, now in pairs)
        return Ingested(after.id, after.title, Outcome.UPDATED, lost, moved)

    def _with_digest(self, text_digest: str) -> Ingested | None:
        found = self._index.with_digest(text_digest)
        return None if found is None else Ingested(*found, Outcome.UNCHANGED)

    def _next_added(self) -> str:
        """Return a time later than that of any article here, so that the list keeps the order of adding."""
        last = max(self.last_added, self._index.newest()) if not self.edits else self.last_added
        self.last_added = max(timestamp(), just_after(last))
        return self.last_added
