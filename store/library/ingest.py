"""Turns drafts into the edits that add or update articles."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.index.article_index import ArticleIndex
from store.index.sketch import SHARED, sketch_of
from store.library.merging.placeholder import placeholder_origins
from store.model.anchoring import same_words
from store.model.anchoring.versions import is_new_version, shares_text
from store.model.annotation import Annotation, QuotedAnnotation, clean_note, just_after, timestamp
from store.model.article import CORRECTABLE, Article, Draft, Status, digest
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
    similar: str = ""
    """The ID of an article with much of the text of an added one, such as a reprint; empty if none has."""
    similar_title: str = ""


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
        self._pending: dict[str, Article] = {}
        """The new articles, by ID."""
        self._sketched: dict[int, list[str]] = {}
        """The IDs of the new articles that have a number in the sketches of their texts."""
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
        given: Collection[str] = (),
        given_tags: Iterable[str] = (),
        identified: bool = False,
    ) -> Ingested:
        """Add a draft: see :meth:`store.library.articles.Articles.add`.

        :param given: see :class:`store.model.new_article.NewArticle`, also for ``identified``.
        """
        text_digest = digest(draft.text)
        if (pending := self._by_digest.get(text_digest)) is not None:
            return msgspec.structs.replace(pending, outcome=Outcome.UNCHANGED, similar="", similar_title="")
        if (known := self._with_digest(text_digest)) is not None:
            return self._complete(known, draft, given, given_tags)
        former = self._index.from_origin(draft.origin)
        before, annotations = self._open_article(former) if former else (None, ())
        if before is not None and (identified or is_new_version(before, draft)):
            ingested = self._update(before, annotations, draft, given, given_tags)
        elif (filled := self._fill_placeholder(draft, tags, note, given, given_tags)) is not None:
            ingested = filled
        else:
            article = Article(
                **{name: getattr(draft, name) for name in Draft.__struct_fields__},
                id=(self._shelf + os.urandom(7)).hex(),
                added=self._next_added(),
                digest=text_digest,
                tags=clean_tag_names((*tags, *given_tags)),
                corrected=tuple(given),
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

    def _fill_placeholder(
        self,
        draft: Draft,
        tags: Iterable[str],
        note: str,
        given: Collection[str],
        given_tags: Iterable[str],
    ) -> Ingested | None:
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
                return self._update(before, annotations, draft, given, given_tags)
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
        similar, similar_title = self._similar(article)
        return Ingested(
            article.id, article.title, Outcome.ADDED, similar=similar, similar_title=similar_title
        )

    def _similar(self, article: Article) -> tuple[str, str]:
        """Return ID and title of an article with much of the same text, and remember this one."""
        sketch = sketch_of(fold(article.text))
        shared = Counter(each for number in sketch for each in self._sketched.get(number, ()))
        pending = [each for each, count in shared.most_common(2) if count >= SHARED]
        candidates = [self._pending[each] for each in pending]
        candidates += [self._open_article(each)[0] for each in self._index.resembling(sketch)]
        for number in sketch:
            self._sketched.setdefault(number, []).append(article.id)
        self._pending[article.id] = article
        for each in candidates:
            if shares_text(each, article):
                return each.id, each.title
        return "", ""

    def _complete(
        self, known: Ingested, draft: Draft, given: Collection[str], given_tags: Iterable[str]
    ) -> Ingested:
        """Give an article with the same text the fields and tags that the user has given for the draft."""
        tags = tuple(given_tags)
        if not given and not tags:
            return known
        before, _ = self._open_article(known.article)
        after = _with_given(before, before, draft, given, tags)
        if after == before:
            return known
        self.tags += after.tags
        self.edits.append(
            Edit.between(before.id, ARTICLE, THE_ONE, article_fields(before), article_fields(after))
        )
        self._labels.append(f"update “{after.title}”")
        self._by_digest[before.digest] = done = Ingested(after.id, after.title, Outcome.UPDATED)
        return done

    def _update(
        self,
        before: Article,
        annotations: Iterable[Annotation],
        draft: Draft,
        given: Collection[str] = (),
        given_tags: Iterable[str] = (),
    ) -> Ingested:
        kept = {name: getattr(before, name) for name in before.corrected if name in CORRECTABLE}
        fields = {name: getattr(draft, name) for name in Draft.__struct_fields__}
        read = msgspec.structs.replace(
            before,
            **{**fields, **kept},
            digest=digest(draft.text),
            position=min(before.position, len(draft.text)),
        )
        after = _with_given(before, read, draft, given, given_tags)
        self.tags += after.tags
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


def _with_given(
    before: Article, article: Article, draft: Draft, given: Collection[str], given_tags: Iterable[str]
) -> Article:
    """Return an article with the given fields of a draft, unless they were corrected before, and tags."""
    new = [name for name in given if name not in before.corrected and name in CORRECTABLE]
    values = {name: getattr(draft, name) for name in new}
    return msgspec.structs.replace(
        article,
        **values,
        corrected=(*before.corrected, *new),
        tags=clean_tag_names((*article.tags, *given_tags)),
    )
