"""Turns drafts into the edits that add or update articles."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.index.article_index import ArticleIndex
from store.index.sketch import SHARED, sketch_with_digest
from store.language import _
from store.library.arrivals.known_text import Completion, completed, is_other_reading
from store.library.corrections import value_of, with_fields
from store.library.merging.placeholder import MOST_OF_ONE_TITLE, numbered_origin, placeholder_origins
from store.model import step_labels
from store.model.anchoring import same_words
from store.model.anchoring.versions import TELLING, is_new_version, shares_text
from store.model.annotation import Annotation, QuotedAnnotation, clean_note, just_after, timestamp
from store.model.article import CORRECTABLE, Article, Draft, Status, digest
from store.model.edits import ARTICLE, TEXT, THE_ONE, Edit, Fields
from store.model.new_annotations import annotation_of_quote
from store.model.tables.attribute import ArticleAttribute
from store.model.tag import clean_tag_names
from store.storage.document_edits import annotation_edit, article_fields, creation_edits
from store.storage.reanchoring import reanchored

MOST_COMPARED = 50
"""Quotes of a placeholder that are searched in a text with its title, the longest ones."""

MOST_PARTS = 30
"""Parts of a file that a remark names."""


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
    remarks: tuple[str, ...] = ()
    """Values of the draft that were not taken since the article has others, and whether its text is now there
    as a whole and in parts: a phrase for each."""


class Ingest:
    """Drafts that are written by one change. The caller holds the library's lock throughout."""

    def __init__(
        self,
        index: ArticleIndex,
        open_article: Callable[[str], tuple[Article, tuple[Annotation, ...]]],
        creator: str,
        last_added: str,
        attributes: Collection[ArticleAttribute] = (),
    ) -> None:
        """Start an empty change.

        :param open_article: reads an article of the library with its annotations.
        :param creator: the creator of annotations that come with a draft.
        :param last_added: when the last article was added.
        :param attributes: the attributes of the library.
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
        self._attributes = attributes
        self._shelf = os.urandom(1)  # one shelf for all: only one folder has to be synced
        self._by_digest: dict[str, str] = {}
        """The IDs of the articles that this change adds or updates, by the digest of their text."""
        self._by_origin: dict[str, str] = {}
        self._changed: dict[str, tuple[Article, tuple[Annotation, ...]]] = {}
        """Those articles by ID, as they will be, with their annotations."""
        self._characters = 0
        """Code points of their texts."""
        self._forgotten: set[str] = set()
        """The IDs of those of which only the digest is remembered: see :meth:`forget`."""
        self._sketched: dict[int, list[str]] = {}
        """The IDs of the new articles that have a number in the sketches of their texts."""
        self._filled: set[str] = set()
        """The origins of placeholders that this change has filled."""

    @property
    def label(self) -> str:
        """What was done, as a phrase for the screen: the step's name for undo."""
        return (
            step_labels.import_articles(articles=len(self._labels))
            if len(self._labels) > 1
            else "".join(self._labels)
        )

    def changed(self) -> list[Article]:
        """Return the articles that are added or updated, as they will be."""
        return [article for article, _annotations in self._changed.values()]

    def forget(self, most: int) -> None:
        """Drop the edits, which are not to be written, and the oldest articles above ``most`` code points."""
        self.edits.clear()
        self.tags.clear()
        self._labels.clear()
        while self._characters > most and len(self._changed) > 1:
            oldest = next(iter(self._changed))
            self._characters -= len(self._changed.pop(oldest)[0].text)
            self._forgotten.add(oldest)

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
        row: Sequence[str] = (),
        other_origins: Iterable[str] = (),
        doubled_by: str = "",
    ) -> Ingested:
        """Add a draft: see :meth:`store.library.articles.Articles.add`.

        :param given: see :class:`store.model.new_article.NewArticle`, also for the parameters after it.
        """
        draft, refused = self._with_attributes(draft)
        ingested = self._take(
            draft,
            tags=tags,
            note=note,
            status=status,
            starred=starred,
            marks=marks,
            given=given,
            given_tags=given_tags,
            identified=identified,
            row=row,
            other_origins=other_origins,
            doubled_by=doubled_by,
        )
        return (
            msgspec.structs.replace(ingested, remarks=(*ingested.remarks, *refused)) if refused else ingested
        )

    def _with_attributes(self, draft: Draft) -> tuple[Draft, list[str]]:
        """Return a draft with those attributes that the library has, and why others were refused."""
        if not draft.attributes:
            return draft, []
        from store.library.attributes.attributes import accepted

        taken, refused = accepted(self._attributes, draft.attributes)
        return msgspec.structs.replace(draft, attributes=dict(sorted(taken.items()))), refused

    def _take(
        self,
        draft: Draft,
        *,
        tags: Iterable[str],
        note: str,
        status: Status,
        starred: bool,
        marks: Iterable[QuotedAnnotation],
        given: Collection[str],
        given_tags: Iterable[str],
        identified: bool,
        row: Sequence[str],
        other_origins: Iterable[str],
        doubled_by: str,
    ) -> Ingested:
        text_digest = digest(draft.text)
        if (known := self._with_digest(text_digest)) is not None:
            return self._complete(
                known, draft, given, given_tags, row=row, origins=(draft.origin, *other_origins)
            )
        former = self._from_origin(draft.origin, identified=identified, draft=draft, row=row)
        for origin in other_origins:
            former = former or self._from_origin(origin, draft=draft, row=row)
        if former is not None:
            ingested = self._update(*self._opened(former), draft, given, given_tags)
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
            ingested = msgspec.structs.replace(ingested, remarks=self._doubled(draft, doubled_by))
        if draft.origin:
            self._by_origin[draft.origin] = ingested.article
        return ingested

    def _doubled(self, draft: Draft, first: str) -> tuple[str, ...]:
        """Return the remark that a file is in the library as a whole and in parts.

        :param first: the origin of the whole file, or of the first part.
        """
        place, is_in_parts = first.removesuffix("#1"), first.endswith("#1")
        there = self._index.from_origin(first) if first else None
        if there is None or not shares_text(self._opened(there)[0], draft):
            return ()
        found = [there]
        while is_in_parts and (there := self._index.from_origin(f"{place}#{len(found) + 1}")) is not None:
            found.append(there)
        articles = " ".join(each[:8] for each in found[:MOST_PARTS])
        command = f"`pizhu remove {articles}`"  # untranslated: a command
        if not is_in_parts:
            return (_("the whole file is in the library too: {command} removes that", command=command),)
        if len(found) <= MOST_PARTS:
            return (_("this file in parts is in the library too: {command} removes that", command=command),)
        return (
            _(
                "this file in parts is in the library too: {command} removes {some} of its {number:,} parts",
                command=command,
                some=MOST_PARTS,
                number=len(found),
            ),
        )

    def _opened(self, article: str) -> tuple[Article, tuple[Annotation, ...]]:
        """Return an article with its annotations, as this change leaves them."""
        changed = self._changed.get(article)
        return self._open_article(article) if changed is None else changed

    def _note(self, article: Article, annotations: Iterable[Annotation]) -> None:
        """Note what an article becomes by this change."""
        before = self._changed.pop(article.id, None)
        self._characters += len(article.text) - (len(before[0].text) if before else 0)
        self._changed[article.id] = article, tuple(annotations)
        self._by_digest[article.digest] = article.id

    def _from_origin(
        self, origin: str, *, draft: Draft, row: Sequence[str], identified: bool = False
    ) -> str | None:
        """Return the ID of the article that came from there, if the draft is a new version of it."""
        there = self._by_origin.get(origin) or (self._index.from_origin(origin) if origin else None)
        if there is None or there in self._forgotten:
            return None
        before, _annotations = self._opened(there)
        is_version = identified or is_new_version(before, draft) or is_other_reading(before, row)
        return there if is_version else None

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
        for origin, there in self._waiting(draft):
            before, annotations = self._opened(there)
            longest = sorted(annotations, key=lambda each: -len(each.exact))[:MOST_COMPARED]
            if not longest or any(not reanchored(each, draft.text).orphan for each in longest):
                self._filled.add(origin)
                before = self._annotate_article(before, tags, note)
                return self._update(before, annotations, draft, given, given_tags)
        return None

    def _waiting(self, draft: Draft) -> list[tuple[str, str]]:
        """Return origin and ID of the placeholders with the title or the address of a draft, those that state
        its address first.
        """
        places = [
            numbered_origin(origin, number)
            for origin in placeholder_origins(draft.title, draft.url)
            for number in range(1, MOST_OF_ONE_TITLE + 1)
        ]
        there = self._index.from_origins(places)
        found = [(place, there[place]) for place in places if place in there and place not in self._filled]
        if len(found) > 1:
            found.sort(key=lambda each: not draft.url or self._opened(each[1])[0].url != draft.url)
        return found

    def _annotate_article(self, article: Article, tags: Iterable[str], note: str) -> Article:
        """Return an article with more tags, and another paragraph of its note."""
        own = clean_tag_names((*article.tags, *tags))
        paragraphs = [each for each in (article.note, clean_note(note)) if each]
        before: Fields = {"tags": list(article.tags), "note": article.note}
        after: Fields = {"tags": list(own), "note": "\n\n".join(paragraphs)}
        if before != after:
            self.tags += own
            self.edits.append(Edit.between(article.id, ARTICLE, THE_ONE, before, after))
        return msgspec.structs.replace(article, tags=own, note="\n\n".join(paragraphs))

    def _create(self, article: Article, annotations: list[Annotation]) -> Ingested:
        self.tags += article.tags
        for annotation in annotations:
            self.tags += annotation.tags
        self.edits += creation_edits(article, annotations)
        self._labels.append(step_labels.import_article(title=f"“{article.title}”"))
        similar, similar_title = self._similar(article)
        self._note(article, annotations)
        return Ingested(
            article.id, article.title, Outcome.ADDED, similar=similar, similar_title=similar_title
        )

    def _similar(self, article: Article) -> tuple[str, str]:
        """Return ID and title of an article with much of the same text, and remember this one."""
        sketch = sketch_with_digest(article.digest, fold(article.text))
        shared = Counter(each for number in sketch for each in self._sketched.get(number, ()))
        pending = [each for each, count in shared.most_common(2) if count >= SHARED]
        candidates = [self._changed[each][0] for each in pending if each in self._changed]
        candidates += [self._opened(each)[0] for each in self._index.resembling(sketch)]
        for number in sketch:
            self._sketched.setdefault(number, []).append(article.id)
        for each in candidates:
            if shares_text(each, article):
                return each.id, each.title
        return "", ""

    def _complete(
        self,
        known: Ingested,
        draft: Draft,
        given: Collection[str],
        given_tags: Iterable[str],
        *,
        row: Sequence[str],
        origins: Collection[str],
    ) -> Ingested:
        """Give an article with the same text what it lacks, and what the user has given for the draft."""
        if known.article in self._forgotten:
            return known
        before, annotations = self._opened(known.article)
        same_place = bool(before.origin) and before.origin in origins
        completion = Completion(before, ())
        if same_place or not (len(draft.text) < TELLING or (row and _is_beside(before.origin, origins))):
            completion = completed(before, draft, given=given, same_place=same_place, row=row)
        after = _with_given(before, completion.article, draft, given, given_tags)
        if after == before:
            return msgspec.structs.replace(known, remarks=completion.kept)
        self.tags += after.tags
        self.edits.append(
            Edit.between(before.id, ARTICLE, THE_ONE, article_fields(before), article_fields(after))
        )
        self._labels.append(step_labels.update_article(title=f"“{after.title}”"))
        self._note(after, annotations)
        return Ingested(after.id, after.title, Outcome.UPDATED, remarks=completion.kept)

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
        corrected = {name: value for name, value in before.attributes.items() if name in before.corrected}
        fields["attributes"] = dict(sorted({**before.attributes, **draft.attributes, **corrected}.items()))
        read = msgspec.structs.replace(
            before,
            **{**fields, "url": draft.url or before.url, **kept},
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
        self._labels.append(step_labels.update_article(title=f"“{after.title}”"))
        self._note(after, (now for _before, now in pairs))
        lost = sum(now.orphan and not was.orphan for was, now in pairs)
        moved = sum(now.moved and not same_words(now.exact, was.exact) for was, now in pairs)
        return Ingested(after.id, after.title, Outcome.UPDATED, lost, moved)

    def _with_digest(self, text_digest: str) -> Ingested | None:
        """Return the article with exactly the text of that digest, as this change leaves it."""
        if (there := self._by_digest.get(text_digest)) is not None:
            if there in self._forgotten:
                return Ingested(there, "", Outcome.UNCHANGED)
            article, _annotations = self._changed[there]
            if article.digest == text_digest:
                return Ingested(article.id, article.title, Outcome.UNCHANGED)
        found = self._index.with_digest(text_digest)
        if found is None or found[0] in self._changed:
            return None
        return Ingested(*found, Outcome.UNCHANGED)

    def _next_added(self) -> str:
        """Return a time later than that of any article here, so that the list keeps the order of adding."""
        last = max(self.last_added, self._index.newest()) if not self.edits else self.last_added
        self.last_added = max(timestamp(), just_after(last))
        return self.last_added


def _is_beside(origin: str, origins: Collection[str]) -> bool:
    """Whether an article came from another row of the same table: rows may well have the same text."""
    return any(origin.startswith(each.rpartition("#")[0] + "#") for each in origins if "#" in each)


def _with_given(
    before: Article, article: Article, draft: Draft, given: Collection[str], given_tags: Iterable[str]
) -> Article:
    """Return an article with the given fields of a draft, unless they were corrected before, and tags."""
    new = [name for name in given if name not in before.corrected]
    values = {name: value_of(draft, name) for name in new}
    return msgspec.structs.replace(
        with_fields(article, values),
        corrected=(*before.corrected, *new),
        tags=clean_tag_names((*article.tags, *given_tags)),
    )
