"""Merging: what comes from another library, or another program, becomes part of this one.

The same annotation is there once, however often it comes. What differs from what is here under the same ID
stands beside it, and is told of; nothing that is here is changed for it, except that an article gets the tags
and the note that it had elsewhere as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadTagName, PizhuError
from store.index.article_index import ArticleIndex
from store.index.search import TextSearch
from store.library.batches import batches
from store.library.library_table import LibraryTable
from store.library.transactions import Transactions
from store.model.annotation import Annotation, clean_note, just_after, timestamp
from store.model.article import Article, Block, BlockKind, Draft, digest, is_article_id, paragraphs
from store.model.bundle import Bundle, IncomingArticle, Merged
from store.model.edits import ARTICLE, CODEBOOK, THE_ONE, Edit, compose
from store.model.labels import cut
from store.model.stable_ids import guid
from store.model.tag import LONGEST_NAME, Tag, clean_tag_name, known_as
from store.progress import Progress, no_progress
from store.storage.document_edits import (
    annotation_edit,
    article_fields,
    creation_edits,
    new_tag_edits,
)
from store.storage.document_store import DocumentStore
from store.storage.documents import annotations_of, article_of, read_consistent, tag_names_of, tags_of
from store.storage.reanchoring import anchored_at, reanchored
from store.storage.undo_log import StepGroup

CERTAIN = 8
"""Code points that a quote must have for the one text in which it stands to be taken for the one it is of."""

BETWEEN = "\n\n———\n\n"
"""Stands between the note that an article has here and the one that it had elsewhere."""


class Merger:
    """Takes what comes from elsewhere into one library."""

    def __init__(
        self, store: DocumentStore, transactions: Transactions, index: ArticleIndex, texts: TextSearch
    ) -> None:
        self._store = store
        self._transactions = transactions
        self._index = index
        self._texts = texts

    def merge(
        self,
        bundle: Bundle,
        label: str,
        progress: Progress = no_progress,
        group: StepGroup | None = None,
    ) -> Merged:
        """Take a bundle in, all as one step; what became of it.

        It is written so many articles at a time, so that others can write in between. What could not be
        taken in is told of in what is returned, and does not stand in the way of the rest.

        :param label: what the step is called.
        :param together: the step that it is a part of, when it is to be one with others.
        :param progress: told how many articles have been taken in, of how many as far as that is known; what
            it raises stops the merging, and what is in already is one step.
        :raises LibraryUnavailable: it cannot be written; what is in already is one step.
        """
        merged, addresses = Merged(), cache(self._addresses)
        group = StepGroup(label) if group is None else group
        with self._transactions.begin():
            edits = self._codebook(bundle.tags, merged)
            merged.is_step |= bool(compose(edits))
            self._transactions.commit(label, edits, group)
        done = 0
        for batch in batches(bundle.pieces, _text_length):
            with self._transactions.begin():
                arriving = _MergeBatch(self._store, self._index, self._texts, addresses, merged)
                for piece in batch:
                    try:
                        arriving.take(piece)
                    except PizhuError as error:
                        merged.left_out.append(f"“{cut(_title(piece))}” was left out: {error}")
                edits = new_tag_edits(self._store, arriving.tags) + arriving.edits
                merged.is_step |= bool(compose(edits))
                self._transactions.commit(label, edits, group)
            done += len(batch)
            progress(done, max(bundle.count, done))
        merged.left_out += bundle.left_out
        return merged

    def _addresses(self) -> dict[str, str]:
        """The addresses of the articles, and their IDs: every article is read for them."""
        found: dict[str, str] = {}
        for article in self._store.ids():
            with suppress(PizhuError):
                url = self._store.read(article, with_text=False).article.get("url")
                if isinstance(url, str) and url:
                    found.setdefault(url, article)
        return found

    def _codebook(self, tags: Iterable[Tag], merged: Merged) -> list[Edit]:
        """The edits that take a codebook in: new tags, and what those that are here lack."""
        table = LibraryTable(self._store, CODEBOOK, tags_of, lambda tag: tag.name)
        here = {tag.name: tag for tag in table.records().values()}
        pinned = {tag.key for tag in here.values() if tag.key}
        names = _Names(here)
        changed: dict[str, Tag] = {}
        for tag in tags:
            name = names.kept(tag.name)
            if not name:
                merged.left_out.append(f"The tag {tag.name!r} was left out: nothing of its name can be kept.")
                continue
            theirs = msgspec.structs.replace(
                tag, name=name, key="" if tag.key in pinned else tag.key, aliases=_clean_aliases(tag)
            )
            ours = changed.get(name) or here.get(name)
            if ours is None:
                merged.tags_added += 1
            elif ours.description and theirs.description not in ("", ours.description):
                merged.conflicts.append(
                    f"The tag “{name}” is described otherwise there; the description here stays: "
                    f"{cut(theirs.description)}"
                )
            changed[name] = theirs if ours is None else _filled(ours, theirs)
            pinned.add(theirs.key)
        return table.upsert_edits(changed.values())


class _Names:
    """Names of tags as they are kept here, whatever they are called elsewhere."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = set(known)
        self._kept: dict[str, str] = {}

    def kept(self, name: str) -> str:
        """The name as it is kept; nothing where nothing of it can be."""
        if name not in self._kept:
            try:
                (self._kept[name],) = known_as(self._known, [_fit(name)])
            except BadTagName:
                self._kept[name] = ""
            self._known.add(self._kept[name])
        return self._kept[name]

    def all_kept(self, names: Iterable[str]) -> tuple[str, ...]:
        """Several names, none twice."""
        return tuple(dict.fromkeys(kept for name in names if (kept := self.kept(name))))


class _MergeBatch:
    """Articles that are taken in by one change. The library's lock is held throughout."""

    def __init__(
        self,
        store: DocumentStore,
        index: ArticleIndex,
        texts: TextSearch,
        addresses: Callable[[], dict[str, str]],
        merged: Merged,
    ) -> None:
        """An empty change.

        :param addresses: reads the addresses of the articles that are here, and their IDs.
        :param merged: counts what becomes of all.
        """
        self._addresses = addresses
        self.edits: list[Edit] = []
        """What is to be written."""
        self.tags: list[str] = []
        """The tags that are in use by it."""
        self._store = store
        self._index = index
        self._texts = texts
        self._merged = merged
        self._names = _Names(tag_names_of(store.table(CODEBOOK)))
        self._opened: dict[str, tuple[Article, dict[str, Annotation]]] = {}
        """Articles as they will be, by ID, with their annotations by ID."""
        self._by_digest: dict[str, str] = {}
        self._last_added = ""

    def take(self, piece: IncomingArticle) -> None:
        """Take an article in, or what was made elsewhere of one that is here."""
        article = self._article(piece)
        if article is None:
            count = len(piece.annotations)
            self._merged.left_out.append(
                f"“{cut(_title(piece))}” is not in this library, and its text did not come along: "
                f"{f'{count} annotations' if count else 'its tags and note'} left out."
            )
            return
        former = piece.draft.text if piece.draft else None
        for annotation in piece.annotations:
            self._annotate(article, annotation, former)

    def _article(self, piece: IncomingArticle) -> str | None:
        """The ID of the article that a piece is about, made if need be; None when there is none."""
        if piece.draft is None:
            found = self._known(piece)
            if found is not None:
                self._merged.articles_known += 1
                self._add_to(found, piece)
            return found
        key = digest(piece.draft.text)
        here = self._by_digest.get(key) or self._with_digest(key)
        if here is not None:
            self._merged.articles_known += 1
            self._add_to(here, piece)
            return here
        return self._create(piece, piece.draft, key)

    def _create(self, piece: IncomingArticle, draft: Draft, key: str) -> str:
        wanted = piece.id if is_article_id(piece.id) else ""
        if wanted and self._is_here(wanted):
            made = guid("article", wanted, key).replace("-", "")[:16]
            self._merged.articles_beside += 1
            self._merged.conflicts.append(
                f"“{cut(draft.title)}” has another text here: both are kept, as {wanted[:8]} and {made[:8]}."
            )
        else:
            made = wanted or guid("article", key).replace("-", "")[:16]
            self._merged.articles_added += 1
        article = Article(
            **{name: getattr(draft, name) for name in Draft.__struct_fields__ if name != "blocks"},
            blocks=_whole_blocks(draft),
            id=made,
            added=piece.added or self._next_added(),
            digest=key,
            tags=self._names.all_kept(piece.tags),
            note=clean_note(piece.note),
            status=piece.status,
            starred=piece.starred,
            position=min(piece.position, len(draft.text)),
        )
        self.edits += creation_edits(article)
        self.tags += article.tags
        self._opened[made] = article, {}
        self._by_digest[key] = made
        return made

    def _next_added(self) -> str:
        """A time later than that of any article here, so that those that come stand in their order."""
        newest = max(self._last_added, self._index.newest())
        self._last_added = max(timestamp(), just_after(newest))
        return self._last_added

    def _add_to(self, article: str, piece: IncomingArticle) -> None:
        """Give an article that is here the tags and the note that it had elsewhere as well."""
        before, marks = self._open(article)
        note = clean_note(piece.note)
        if note and note not in before.note:
            if before.note:
                self._merged.conflicts.append(
                    f"“{cut(before.title)}” has another note here: both stand in it now."
                )
            note = f"{before.note}{BETWEEN}{note}" if before.note else note
        else:
            note = before.note
        tags = tuple(dict.fromkeys((*before.tags, *self._names.all_kept(piece.tags))))
        after = msgspec.structs.replace(before, tags=tags, note=note)
        self.edits.append(
            Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(after))
        )
        self.tags += tags
        self._opened[article] = after, marks

    def _annotate(self, article: str, coming: Annotation, former: str | None) -> None:
        """Take an annotation in, once."""
        opened, there = self._open(article)
        made = msgspec.structs.replace(
            _placed(coming, opened.text, former),
            tags=self._names.all_kept(coming.tags),
            note=clean_note(coming.note),
        )
        here = there.get(made.id)
        if here is not None and _says(here) != _says(made):
            made = msgspec.structs.replace(made, id=guid("annotation", made.id, *map(str, _says(made))))
            here = there.get(made.id)
            if here is None:
                self._merged.annotations_beside += 1
                self._merged.conflicts.append(
                    f"The annotation on 「{cut(made.exact)}」 in “{cut(opened.title)}” is another one here: "
                    "both are kept."
                )
        elif here is None:
            self._merged.annotations_added += 1
        if here is not None:
            self._merged.annotations_known += 1
            return
        self._merged.orphans += made.orphan
        self.edits.append(annotation_edit(article, None, made))
        self.tags += made.tags
        there[made.id] = made

    def _open(self, article: str) -> tuple[Article, dict[str, Annotation]]:
        if article not in self._opened:
            record = read_consistent(self._store, article)
            self._opened[article] = article_of(record), {mark.id: mark for mark in annotations_of(record)}
        return self._opened[article]

    def _is_here(self, article: str) -> bool:
        return article in self._opened or article in self._store

    def _with_digest(self, key: str) -> str | None:
        found = self._index.with_digest(key)
        return found[0] if found else None

    def _known(self, piece: IncomingArticle) -> str | None:
        """The article here that a piece without its text is about: by ID, by address, by its quotes."""
        if is_article_id(piece.id) and self._is_here(piece.id):
            return piece.id
        if piece.url:
            at_address = self._addresses().get(piece.url)
            if at_address is not None:
                return at_address
        quote = max((mark.exact for mark in piece.annotations), key=len, default="")
        found = list(self._texts.search(quote, limit=2)) if len(quote) >= CERTAIN else []
        return found[0].id if len(found) == 1 else None


def _placed(coming: Annotation, text: str, former: str | None) -> Annotation:
    """An annotation on its words in a text, or as an orphan.

    :param former: the text that it was made in, where it came along.
    """
    if coming.orphan:
        return coming
    start, end = coming.start, coming.end
    there = 0 <= start < end <= len(text) and text[start:end] == coming.exact
    if there and (former == text or _is_in_context(coming, text)):
        return anchored_at(coming, text, snap_start(text, start), snap_end(text, end))
    if not coming.exact or not (coming.prefix or coming.suffix or text.count(coming.exact) == 1):
        return msgspec.structs.replace(coming, orphan=True)
    return reanchored(coming, text, former if former != text else None)


def _is_in_context(coming: Annotation, text: str) -> bool:
    """Whether what an annotation remembers of the text before or after its words stands there."""
    before, after = text[: coming.start], text[coming.end :]
    remembers = bool(coming.prefix or coming.suffix)
    return (
        not remembers
        or (bool(coming.prefix) and before.endswith(coming.prefix))
        or (bool(coming.suffix) and after.startswith(coming.suffix))
    )


def _says(annotation: Annotation) -> tuple[object, ...]:
    """What an annotation says, and of what: what makes it another one."""
    return (
        annotation.orphan or (annotation.start, annotation.end),
        annotation.exact,
        annotation.tags,
        annotation.note,
        annotation.creator,
    )


def _filled(ours: Tag, theirs: Tag) -> Tag:
    """Our entry of a tag, with what it lacks and theirs has."""
    return msgspec.structs.replace(
        ours,
        description=ours.description or theirs.description,
        colour=ours.colour or theirs.colour,
        key=ours.key or theirs.key,
        aliases=tuple(dict.fromkeys((*ours.aliases, *theirs.aliases))),
    )


def _clean_aliases(tag: Tag) -> tuple[str, ...]:
    fit = (_fit(alias) for alias in tag.aliases)
    return tuple(dict.fromkeys(alias for alias in fit if alias))


def _fit(name: str) -> str:
    """A name from elsewhere, made fit: without control characters and empty parts, cut if too long."""
    shown = "".join(character if character.isprintable() else " " for character in name)
    parts = (part.strip() for part in shown.strip().removeprefix("#").split("/"))
    path = "/".join(part for part in parts if part)
    try:
        return clean_tag_name(path[:LONGEST_NAME].rstrip("/ "))
    except BadTagName:
        return ""


def _whole_blocks(draft: Draft) -> tuple[Block, ...]:
    """The blocks of a draft, if they are the paragraphs of its text; else its paragraphs, one by one."""
    ranges = paragraphs(draft.text)
    if [(block.start, block.end) for block in draft.blocks] == ranges:
        return draft.blocks
    return tuple(Block(BlockKind.PARAGRAPH, start, end) for start, end in ranges)


def _title(piece: IncomingArticle) -> str:
    return piece.draft.title if piece.draft else piece.title or piece.url or piece.id


def _text_length(piece: IncomingArticle) -> int:
    return len(piece.draft.text) if piece.draft else 0
