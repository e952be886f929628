"""Merges incoming articles with their annotations: builds the edits of one batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from store.index.article_index import ArticleIndex
from store.language import _
from store.library.arrivals.known_text import completed, without_derived
from store.library.attributes.attributes import accepted, named
from store.library.merging.incoming_annotations import anchored, content_of
from store.library.merging.incoming_tags import IncomingTagNames
from store.library.merging.known_articles import Found, KnownArticles
from store.library.merging.opened_articles import OpenedArticles
from store.library.merging.placeholder import (
    MOST_OF_ONE_TITLE,
    identity_of,
    is_placeholder,
    numbered_origin,
    placeholder_draft,
    placeholder_origins,
    stated_identity,
)
from store.model.anchoring.versions import TELLING
from store.model.annotation import (
    UNKNOWN_TIME,
    Annotation,
    clean_note,
    just_after,
    timestamp,
    without_controls,
)
from store.model.article import Article, Block, BlockKind, Draft, digest, is_article_id, paragraphs
from store.model.bundle import IncomingArticle, Merged
from store.model.edits import ARTICLE, CODEBOOK, THE_ONE, Edit
from store.model.labels import cut, quote
from store.model.metadata.web_address import web_address
from store.model.stable_ids import guid
from store.model.tables.attribute import ArticleAttribute
from store.storage.document_edits import annotation_edit, article_fields, creation_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import tag_names_of
from store.wording import counted

MOST_PLACEHOLDERS = 1_000
"""Articles that one merge adds for notes without a text; further ones are left out."""

MOST_KEPT = 50_000
"""Annotations that one placeholder keeps from one file."""

_MOST_THERE = 100
"""Annotations on the same words that are compared."""

UNTITLED = "Notes without a title"  # untranslated: the key of an origin, the same in every language
"""What the placeholder of notes without a title is found by."""

_LONGEST_TITLE = 200
"""Code points of the title of a placeholder."""

NOTE_SEPARATOR = "\n\n———\n\n"
"""Separates the note that an article has here from the one that it had elsewhere."""


class MergeBatch:
    """Incoming articles that are written by one change. The caller holds the library's lock throughout."""

    def __init__(
        self,
        store: DocumentStore,
        index: ArticleIndex,
        known: KnownArticles,
        merged: Merged,
        attributes: Iterable[ArticleAttribute] = (),
    ) -> None:
        """Start an empty batch.

        :param known: finds the articles of notes without a text.
        :param merged: is updated with what becomes of each article and annotation.
        :param attributes: the attributes of the library, with those that come.
        """
        self.attributes = tuple(attributes)
        """The attributes that articles may have values of."""
        self.edits: list[Edit] = []
        """The edits to write."""
        self.tags: list[str] = []
        """The tags that the articles and annotations of the batch use."""
        self.places: dict[str, str] = {}
        """By the ID that an article has where it comes from, the one that it has here."""
        self._store = store
        self._index = index
        self._known = known
        self.merged = merged
        """What became of each article and annotation."""
        self._names = IncomingTagNames(tag_names_of(store.table(CODEBOOK)))
        self._articles = OpenedArticles(store)
        self._by_digest: dict[str, str] = {}
        """By the digest of their text, the IDs of the articles that the batch creates."""
        self._by_origin: dict[str, str] = {}
        """By their origin, the IDs of the placeholders that the batch creates."""
        self._last_added = ""
        self._told: list[str] = []
        """What the user should know of the article that is being added, if anything of it is new."""
        self._is_new = False
        """Whether that article is new here, or has new tags or another note."""

    def expect(self, articles: Iterable[Article]) -> None:
        """Take articles for known that are not in the library yet, without annotations."""
        for article in articles:
            if article.id in self._store:
                continue
            self._articles.put(article)
            self._by_digest[article.digest] = article.id
            self._known.expect(article)

    def forget(self, most: int) -> None:
        """Drop the edits, which are not to be written, and what takes more memory than ``most`` code points.

        Of an article that is forgotten and comes again, nothing is new.
        """
        self.edits.clear()
        self.tags.clear()
        self._articles.forget(most)

    def add(self, incoming: IncomingArticle) -> None:
        """Add an article with its annotations, or only its annotations when the article is known.

        Notes on an article that is not known and came without its text are kept under a placeholder.
        """
        incoming = self._with_attributes(_without_stand_in(incoming))
        self._told, self._is_new = [], False
        article = self._known_or_created(incoming)
        if article is not None and incoming.id:
            self.places[incoming.id] = article
        if article is None:
            self.merged.left_out.append(_left_out(incoming))
            return
        if self._articles.is_forgotten(article):
            self.merged.annotations_known += len(incoming.annotations)
            return
        former = incoming.draft.text if incoming.draft else None
        merged = self.merged
        before = merged.annotations_added, merged.annotations_beside
        is_kept_only = is_placeholder(self._articles.open(article)[0].origin)
        for annotation in incoming.annotations:
            kept = msgspec.structs.replace(annotation, orphan=True) if is_kept_only else annotation
            self._add_annotation(article, kept, former)
        if self._is_new or (merged.annotations_added, merged.annotations_beside) != before:
            merged.remarks += self._told  # nothing is told again of what is here already

    def _with_attributes(self, incoming: IncomingArticle) -> IncomingArticle:
        """Return an article with those attributes that the library has; what is left out is told."""
        draft = incoming.draft
        if draft is None or not draft.attributes:
            return incoming
        taken, refused = accepted(self.attributes, draft.attributes)
        unknown = [name for name in draft.attributes if named(self.attributes, name) is None]
        if unknown:
            refused.append(_("There is no attribute {name!r}: its value was left out.", name=cut(unknown[0])))
        self.merged.remarks += [
            _("“{title}”: {error}", title=cut(draft.title), error=each) for each in refused
        ]
        kept = msgspec.structs.replace(draft, attributes=dict(sorted(taken.items())))
        return msgspec.structs.replace(incoming, draft=kept)

    # Articles

    def _known_or_created(self, incoming: IncomingArticle) -> str | None:
        """Return the ID of the article, created if needed; None when there is nothing to create."""
        if incoming.draft is None:
            known = self._find(incoming)
            if known is None:
                return None if incoming.remedy else self._placeholder(incoming)
            self.merged.articles_known += 1
            self._add_tags_and_note(known, incoming)
            return known
        text_digest = digest(incoming.draft.text)
        known = self._by_digest.get(text_digest) or self._stored_with_digest(text_digest)
        if known is not None:
            self.merged.articles_known += 1
            self._add_tags_and_note(known, incoming)
            return known
        return self._create(incoming, incoming.draft, text_digest)

    def _find(self, incoming: IncomingArticle) -> str | None:
        """Return the ID of an article that came without its text."""
        if is_article_id(incoming.id) and self._articles.has(incoming.id):
            return incoming.id
        found = self._known.find(incoming)
        if found is not None and found.others:
            self._told.append(_chosen(found, incoming))
        return found.article if found else None

    def _placeholder(self, incoming: IncomingArticle) -> str | None:
        """Return the placeholder for an article that is not in the library, created if needed."""
        has_notes = incoming.annotations or incoming.tags or clean_note(incoming.note)
        if not has_notes or len(incoming.annotations) > MOST_KEPT:
            return None
        name = " ".join(without_controls(title_of(incoming)).split())[:_LONGEST_TITLE]
        title = name or _("Notes without a title")
        identity = identity_of(incoming)
        for origin in self._places(name or UNTITLED, incoming.url, identity):
            there = self._by_origin.get(origin) or self._index.from_origin(origin)
            if there is not None and self._stands_for(there, identity):
                self.merged.articles_known += 1
                self._told.append(_kept_under_placeholder(title, incoming))
                self._add_tags_and_note(there, incoming)
                return there
            if there is None:
                if self.merged.placeholders >= MOST_PLACEHOLDERS:
                    return None
                self.merged.placeholders += 1
                self._told.append(_kept_under_placeholder(title, incoming))
                draft = placeholder_draft(title, authors=incoming.authors, identity=identity, origin=origin)
                self._by_origin[origin] = self._create(incoming, draft, digest(draft.text))
                return self._by_origin[origin]
        return None

    def _places(self, title: str, url: str, identity: str) -> Iterator[str]:
        """Yield the origins that a placeholder may have: the first one that is free or its own is taken."""
        first, *others = placeholder_origins(title, url) or placeholder_origins(UNTITLED, "")
        yield from (origin for origin in others if self._index.from_origin(origin))
        yield from (numbered_origin(first, number) for number in range(1, MOST_OF_ONE_TITLE + 1))
        yield f"{first} {guid('placeholder', identity)}"

    def _stands_for(self, placeholder: str, identity: str) -> bool:
        """Whether notes on an article with this identity belong under a placeholder with its title."""
        if not identity or self._articles.is_forgotten(placeholder):
            return True
        return stated_identity(self._articles.open(placeholder)[0]) in ("", identity)

    def _create(self, incoming: IncomingArticle, draft: Draft, text_digest: str) -> str:
        """Create an article. If its ID is that of another text here, it gets one derived from both."""
        wanted = incoming.id if is_article_id(incoming.id) and not is_placeholder(draft.origin) else ""
        if wanted and wanted in self._articles:
            created = guid("article", wanted, text_digest).replace("-", "")[:16]
            self.merged.articles_beside += 1
            self.merged.conflicts.append(
                _(
                    "“{title}” has another text here: both are kept, as {first} and {second}.",
                    title=cut(draft.title),
                    first=wanted[:8],
                    second=created[:8],
                )
            )
        else:
            created = wanted or guid("article", text_digest).replace("-", "")[:16]
            self.merged.articles_added += 1
        address = self._address(draft)
        article = Article(
            **{
                name: getattr(draft, name)
                for name in Draft.__struct_fields__
                if name not in ("blocks", "url")
            },
            blocks=_valid_blocks(draft),
            url=address,
            id=created,
            added=incoming.added or self._next_added(),
            digest=text_digest,
            tags=self._names.all_canonical(incoming.tags),
            note=clean_note(incoming.note),
            status=incoming.status,
            starred=incoming.starred,
            position=min(incoming.position, len(draft.text)),
            corrected=incoming.corrected,
        )
        self.edits += creation_edits(article)
        self.tags += article.tags
        self._articles.put(article)
        self._by_digest[text_digest] = created
        self._is_new = True
        return created

    def _address(self, draft: Draft) -> str:
        """Return the address of a page that a draft has; anything else is left out, and told."""
        address = web_address(draft.url)
        if draft.url and not address:
            self.merged.remarks.append(
                _(
                    "“{title}”: the address {address} left out: it is not one of a page.",
                    title=cut(draft.title),
                    address=cut(draft.url),
                )
            )
        return address

    def _next_added(self) -> str:
        """Return a time later than that of any article here, so that the list keeps the incoming order."""
        newest = max(self._last_added, self._index.newest())
        self._last_added = max(timestamp(), just_after(newest))
        return self._last_added

    def _add_tags_and_note(self, article: str, incoming: IncomingArticle) -> None:
        """Give an article that is here also the tags and the note that it had elsewhere.

        With the same text, what it lacks of title, date, authors, source and address is filled in too; a
        remark tells which other values were not taken.
        """
        if self._articles.is_forgotten(article):
            return
        before, _annotations = self._articles.open(article)
        filled = before
        if incoming.draft is not None and len(before.text) >= TELLING:
            draft = msgspec.structs.replace(
                without_derived(incoming.draft), url=self._address(incoming.draft)
            )
            filled, kept = completed(before, draft)
            self.merged.remarks += [
                _("“{title}”: {remark}.", title=cut(before.title), remark=each) for each in kept
            ]
        note = clean_note(incoming.note)
        if note and note not in before.note:
            if before.note:
                self.merged.conflicts.append(
                    _("“{title}” has another note here: it now has both.", title=cut(before.title))
                )
            note = f"{before.note}{NOTE_SEPARATOR}{note}" if before.note else note
        else:
            note = before.note
        tags = tuple(dict.fromkeys((*before.tags, *self._names.all_canonical(incoming.tags))))
        after = msgspec.structs.replace(filled, tags=tags, note=note)
        self.edits.append(
            Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(after))
        )
        self.tags += tags
        self._is_new = self._is_new or after != before
        self._articles.put(after)

    # Annotations

    def _add_annotation(self, article: str, incoming: Annotation, former: str | None) -> None:
        """Add an annotation unless it is here. If another has its ID, it gets one derived from its content.

        :param former: the text that it was made in, if that came along.
        """
        opened, annotations = self._articles.open(article)
        added = msgspec.structs.replace(
            anchored(incoming, opened.text, former),
            tags=self._names.all_canonical(incoming.tags),
            note=clean_note(incoming.note),
        )
        present = annotations.get(added.id)
        if present is not None and content_of(present) != content_of(added):
            derived = guid("annotation", added.id, *map(str, content_of(added)))
            added = msgspec.structs.replace(added, id=derived)
            present = annotations.get(added.id)
            if present is None:
                self.merged.annotations_beside += 1
                self.merged.conflicts.append(
                    _(
                        "The annotation on {quote} in “{title}” differs from the one here: both are kept.",
                        quote=quote(added),
                        title=cut(opened.title),
                    )
                )
        elif present is None:
            present = self._saying_as_much(article, added)
            self.merged.annotations_added += present is None
        if present is not None:
            self.merged.annotations_known += 1
            return
        self.merged.orphans += added.orphan
        self.merged.moved += added.moved
        self.edits.append(annotation_edit(article, None, added))
        self.tags += added.tags
        self._articles.add(article, added)

    def _saying_as_much(self, article: str, added: Annotation) -> Annotation | None:
        """Return an annotation on the same words that says all that one without maker and time says."""
        if added.creator or added.created != UNKNOWN_TIME or added.orphan:
            return None
        there = self._articles.on(article, added.start, added.end)
        return next((each for each in there[:_MOST_THERE] if _says_as_much(each, added)), None)

    # The library

    def _stored_with_digest(self, text_digest: str) -> str | None:
        found = self._index.with_digest(text_digest)
        return found[0] if found else None


def title_of(incoming: IncomingArticle) -> str:
    """Return the title of an incoming article, else what else it can be called."""
    return incoming.draft.title if incoming.draft else incoming.title or incoming.url or incoming.id


def _chosen(found: Found, incoming: IncomingArticle) -> str:
    return _(
        "“{title}” may be {number:,} articles of this library: its notes are on {article}, which has most of "
        "their words or was added first.",
        title=cut(title_of(incoming)),
        number=found.others + 1,
        article=found.article[:8],
    )


def _without_stand_in(incoming: IncomingArticle) -> IncomingArticle:
    """Return a placeholder of another library as what it is: notes that came without their text."""
    draft = incoming.draft
    if draft is None or not is_placeholder(draft.origin):
        return incoming
    return msgspec.structs.replace(
        incoming,
        draft=None,
        title=draft.title,
        url=draft.url,
        authors=draft.authors,
        annotations=tuple(_without_place(each) for each in incoming.annotations),
    )


def _without_place(annotation: Annotation) -> Annotation:
    """Return an annotation without its place in the text of a placeholder, and what is around it there."""
    if annotation.orphan:
        return msgspec.structs.replace(annotation, orphan=False)
    return msgspec.structs.replace(annotation, start=0, end=0, prefix="", suffix="")


def _contents(incoming: IncomingArticle) -> str:
    count = len(incoming.annotations)
    return counted(count, "annotation", "annotations") if count else _("its tags and note")


def _left_out(incoming: IncomingArticle) -> str:
    title, contents = cut(title_of(incoming)), _contents(incoming)
    if not incoming.remedy:
        return _(
            "“{title}” is not in this library and came without its text: {contents} left out.",
            title=title,
            contents=contents,
        )
    return _(
        "“{title}” is not in this library and came without its text: {contents} left out; {remedy}.",
        title=title,
        contents=contents,
        remedy=incoming.remedy,
    )


def _kept_under_placeholder(title: str, incoming: IncomingArticle) -> str:
    return _(
        "“{title}” is not in this library: {contents} kept under a placeholder with its title, until its "
        "text is imported.",
        title=cut(title),
        contents=_contents(incoming),
    )


def _says_as_much(one: Annotation, other: Annotation) -> bool:
    said, new = ("".join(each.note.split()) for each in (one, other))
    return not one.orphan and set(other.tags) <= set(one.tags) and new in said


def _valid_blocks(draft: Draft) -> tuple[Block, ...]:
    """Return the blocks of a draft if they match the paragraphs of its text, else a block a paragraph."""
    ranges = paragraphs(draft.text)
    if [(block.start, block.end) for block in draft.blocks] == ranges:
        return draft.blocks
    return tuple(Block(BlockKind.PARAGRAPH, start, end) for start, end in ranges)
