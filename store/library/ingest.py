"""Accession: what becomes of drafts that arrive at a library, as edits, before anything is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from store.index.article_index import ArticleIndex
from store.model.annotation import Annotation, Mark, clean_note, just_after, timestamp
from store.model.article import Article, Draft, Status, digest
from store.model.edits import ARTICLE, TEXT, THE_ONE, Edit
from store.model.new_annotations import is_same_piece, marked
from store.model.tag import clean_tag_names
from store.storage.document_edits import annotation_edit, article_fields, creation_edits
from store.storage.reanchoring import reanchored


class Outcome(StrEnum):
    """What became of an imported article."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


class Ingested(msgspec.Struct, frozen=True):
    """An article that a draft became, was already, or has changed."""

    article: str
    """The article's ID."""
    title: str
    outcome: Outcome
    lost: int = 0
    """Annotations of it that cannot be found again in its new text: orphans now."""


class Ingest:
    """Drafts that are taken in by one change of the library. The library's lock is held throughout."""

    def __init__(
        self,
        index: ArticleIndex,
        open_article: Callable[[str], tuple[Article, tuple[Annotation, ...]]],
        creator: str,
        last_added: str,
    ) -> None:
        """An empty change.

        :param open_article: reads an article that is in the library.
        :param creator: whom annotations are by that come with a draft.
        :param last_added: when the article before was added.
        """
        self.edits: list[Edit] = []
        """What is to be written."""
        self.tags: list[str] = []
        """The tags that the new articles and their annotations have."""
        self._deeds: list[str] = []
        self.last_added = last_added
        """When the newest article was added."""
        self._index = index
        self._open_article = open_article
        self._creator = creator
        self._shelf = os.urandom(1)  # on one shelf there is one folder to put on the disk
        self._by_digest: dict[str, Ingested] = {}
        self._origins: set[str] = set()

    @property
    def label(self) -> str:
        """What was done, as a phrase for the screen."""
        return f"import {len(self._deeds)} articles" if len(self._deeds) > 1 else "".join(self._deeds)

    def must_wait(self, draft: Draft) -> bool:
        """Whether what was taken in has to be written before this draft's article can be told."""
        return draft.origin in self._origins

    def take(
        self,
        draft: Draft,
        *,
        tags: Iterable[str] = (),
        note: str = "",
        status: Status = Status.UNREAD,
        starred: bool = False,
        marks: Iterable[Mark] = (),
    ) -> Ingested:
        """Take in a draft: see :meth:`store.library.Library.add`."""
        key = digest(draft.text)
        here = self._by_digest.get(key) or self._with_digest(key)
        if here is not None:
            return msgspec.structs.replace(here, outcome=Outcome.UNCHANGED)
        former = self._index.from_origin(draft.origin)
        before, annotations = self._open_article(former) if former else (None, ())
        if before is not None and is_same_piece(before, draft):
            ingested = self._update(before, annotations, draft)
        else:
            article = Article(
                **{name: getattr(draft, name) for name in Draft.__struct_fields__},
                id=(self._shelf + os.urandom(7)).hex(),
                added=self._next_added(),
                digest=key,
                tags=clean_tag_names(tags),
                note=clean_note(note),
                status=status,
                starred=starred,
            )
            ingested = self._create(
                article, [marked(article.text, mark, creator=self._creator) for mark in marks]
            )
        self._by_digest[key] = ingested
        if draft.origin:
            self._origins.add(draft.origin)
        return ingested

    def _create(self, article: Article, annotations: list[Annotation]) -> Ingested:
        self.tags += article.tags
        for annotation in annotations:
            self.tags += annotation.tags
        self.edits += creation_edits(article, annotations)
        self._deeds.append(f"import “{article.title}”")
        return Ingested(article.id, article.title, Outcome.ADDED)

    def _update(self, before: Article, annotations: Iterable[Annotation], draft: Draft) -> Ingested:
        after = msgspec.structs.replace(
            before,
            **{name: getattr(draft, name) for name in Draft.__struct_fields__},
            digest=digest(draft.text),
            position=min(before.position, len(draft.text)),
        )
        moved = [(each, reanchored(each, after.text, before.text)) for each in annotations]
        self.edits += [
            Edit.between(before.id, TEXT, THE_ONE, {TEXT: before.text}, {TEXT: after.text}),
            Edit.between(before.id, ARTICLE, THE_ONE, article_fields(before), article_fields(after)),
            *(annotation_edit(before.id, was, now) for was, now in moved),
        ]
        self._deeds.append(f"update “{after.title}”")
        lost = sum(now.orphan and not was.orphan for was, now in moved)
        return Ingested(after.id, after.title, Outcome.UPDATED, lost)

    def _with_digest(self, key: str) -> Ingested | None:
        found = self._index.with_digest(key)
        return None if found is None else Ingested(*found, Outcome.UNCHANGED)

    def _next_added(self) -> str:
        """A time later than that of any article here, so that the order of adding is kept."""
        last = max(self.last_added, self._index.newest()) if not self.edits else self.last_added
        self.last_added = max(timestamp(), just_after(last))
        return self.last_added
