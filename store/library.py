"""The library: the one door through which the screen and the commands reach the articles.

Every change goes the same way: lock, read again, compose the edits, write them durably, then the
catalogue, the history, and one :class:`Change` told to whoever subscribed. When a method returns, its change
is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Self

import msgspec

from store.accession import Accession, Arrival, Outcome
from store.annotation import Annotation, Mark, clean_note, motivation_of, timestamp
from store.article import Article, BlockKind, Draft, Status
from store.catalogue import SHORTEST_ID, Catalogue, Row
from store.changes import Change, Changes
from store.chinese.folding import fold
from store.chinese.graphemes import snap_end, snap_start
from store.codebook import clean_tag_names
from store.coding import Codebook
from store.composing import cut, deed_of, followed, marked, new_annotation, new_tags, quoted
from store.disk import PATIENCE, Disk, Record
from store.documents import (
    annotation_in,
    annotations_of,
    article_fields,
    article_of,
    change_of,
    document_id,
    is_whole,
    placed,
    removal,
    tags_of,
)
from store.drafts import Draft as NoteDraft
from store.drafts import Drafts, sentence_of
from store.edits import ARTICLE, CODEBOOK, LIBRARY, THE_ONE, Edit, fields_of
from store.errors import (
    AmbiguousId,
    BadRange,
    Conflict,
    PizhuError,
    UnknownArticle,
    UsageError,
)
from store.fulltext import FEW
from store.history import Together
from store.layout import is_id
from store.listing import Listing
from store.migrations import migrate
from store.search import Found, hits, relevance
from store.userwords import UserDictionary
from store.watching import Progress, unwatched


class Library:
    """A library of annotated articles. Its methods may be called from any thread, one at a time each.

    All of them may raise :class:`store.errors.LibraryUnavailable` (a file cannot be read or written)
    and :class:`store.errors.DamagedFile`; methods that take an article's ID raise
    :class:`store.errors.UnknownArticle` when there is none.
    """

    def __init__(
        self,
        root: Path,
        *,
        creator: str = "",
        patience: float = PATIENCE,
        waiting: Callable[[str], None] | None = None,
        anew: bool = True,
    ) -> None:
        """Open the library at ``root``.

        :param creator: whom new annotations are by.
        :param patience: seconds to wait for another process that is writing.
        :param waiting: told, in a sentence, what is waited for when that takes long.
        :param anew: whether an empty one is made where there is none; else it is as if it were there.
        :raises LibraryUnavailable: it cannot be made or opened there.
        """
        self.root = root
        self.creator = creator
        self._disk = Disk(root, patience=patience, waiting=waiting)
        with self.patiently():
            if anew:
                self._disk.create()
            else:
                self._disk.open()
            migrate(self._disk)
        self._listing = Listing(self._disk)
        self._changes = Changes(self._disk, self._listing)
        self.codebook = Codebook(self._disk, self._changes, self._listing)
        """The tags."""
        self.drafts = Drafts(self._disk)
        """Notes that are being written."""
        self.dictionary = UserDictionary(self._disk, self._changes)
        """The words that were put right in this library."""
        self._last_added = ""

    def patiently(self) -> AbstractContextManager[None]:
        """Inside of this, wait for another process as long as it takes, within reason: on this thread."""
        return self._disk.patiently()

    def close(self) -> None:
        """Close the catalogue. Nothing needs saving: every change is on the disk already."""
        self._listing.close()

    def __enter__(self) -> Self:
        """The library itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._changes.subscribe(listener)

    # Reading

    def heal(self, progress: Progress = unwatched) -> frozenset[str]:
        """Compare the catalogue with the article files; the IDs of the articles that had changed.

        :param progress: told, as it goes on, how much of how much has been compared.
        """
        changed = self._listing.heal(progress)
        if changed:
            self._changes.tell(Change(changed, codebook=True))
        return changed

    def hear(self) -> None:
        """Tell whoever subscribed what other processes have changed since this was last called."""
        news = self._listing.ask(Catalogue.news)
        if news:
            self._changes.tell(Change(frozenset(news - {""}), codebook="" in news))

    def damage(self) -> list[str]:
        """A sentence for each article that is left out of the list because its files are damaged."""
        return list(self._listing.damage.values())

    def is_empty(self) -> bool:
        """Whether there is no article, by the files themselves."""
        return self._disk.is_empty()

    def count(self) -> int:
        """How many articles there are."""
        return self._listing.ask(Catalogue.count)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """A part of the list of articles, those added last first."""
        return self._listing.ask(lambda catalogue: catalogue.rows(offset, limit))

    def index(self, article: str) -> int | None:
        """Where the article stands in the list, from 0; None when it is not in it."""
        return self._listing.ask(lambda catalogue: catalogue.index(article))

    def resolve(self, reference: str) -> str:
        """The ID that starts with ``reference``.

        :raises UnknownArticle: there is none, or (AmbiguousId) there are several.
        """
        found = self._starting_with(reference, 5) if reference else []
        if reference in found:
            return reference
        if not found:
            raise UnknownArticle(f"There is no article {reference!r}: see the IDs with `pizhu list`.")
        if len(found) > 1:
            among = ", ".join(found)
            raise AmbiguousId(f"{reference!r} is the start of several IDs ({among}): type more of it.")
        return found[0]

    def named(self, name: str) -> list[Row]:
        """The articles that a name may mean: those of that title, in either script and width; else those
        whose ID starts so, if the name is as long as an ID is when it is shown.
        """
        return self._listing.ask(partial(Catalogue.named, name=fold(name.strip())))

    def linking(self, names: Collection[str]) -> list[str]:
        """The IDs of the articles whose notes link to one of the names, those added last first.

        :param names: as :func:`store.linking.name_of` gives them.
        """
        return self._listing.ask(partial(Catalogue.linking, names=names))

    def short_id(self, article: str) -> str:
        """The start of the ID that a person needs to type: unique now, of six characters at least."""
        length = SHORTEST_ID
        while length < len(article) and len(self._starting_with(article[:length], 2)) > 1:
            length += 1
        return article[:length]

    def article(self, article: str) -> Article:
        """One article, with its text."""
        return article_of(self._read(article))

    def annotations(self, article: str) -> tuple[Annotation, ...]:
        """The annotations of an article, in text order."""
        return annotations_of(self._read(article))

    def open_article(self, article: str) -> tuple[Article, tuple[Annotation, ...]]:
        """The article and its annotations in text order, read at once."""
        record = self._read(article)
        return article_of(record), annotations_of(record)

    def search(self, words: str, *, limit: int | None = None) -> Iterator[Found]:
        """The articles in which the words stand, the most relevant first, with every place where they do.

        Traditional and simplified characters, full and half width, and upper and lower case are taken for
        the same (see :func:`store.chinese.folding.fold`); nothing else is, and any character counts. Each
        article is read when its turn comes; one that has been damaged or removed meanwhile is left out.

        :param limit: at most so many articles.
        :raises UsageError: there are no words to search for.
        """
        phrase = fold(words)
        if not phrase:
            raise UsageError("There is nothing to search for: name the words.")
        return islice(self._found(phrase), limit)

    def _found(self, phrase: str) -> Iterator[Found]:
        numbers = self._listing.ask(lambda catalogue: catalogue.search(phrase))
        found = chain.from_iterable(self._look_into(number, phrase) for number in numbers)
        if len(numbers) > FEW:
            return (each for each, _ in found)
        ranked = sorted(found, key=lambda pair: relevance(pair[0], pair[1], phrase))
        return iter([each for each, _ in ranked])

    def _look_into(self, number: int, phrase: str) -> Iterator[tuple[Found, int]]:
        """What is found in a text of the index, and how long it is."""
        for article, title in self._listing.ask(partial(Catalogue.with_text, number=number)):
            with suppress(PizhuError):  # the listing tells of damaged articles
                text = self._disk.text(article)
                places = hits(text, phrase)
                if places:
                    yield Found(article, title, places), len(text)

    def count_with(self, words: str) -> int:
        """In how many articles the words stand, as the index knows it."""
        phrase = fold(words)
        return self._listing.ask(lambda catalogue: catalogue.count_with(phrase)) if phrase else 0

    def has_starters(self) -> bool:
        """Whether the starter articles were put into this library once."""
        return bool(self._disk.settings().get("starters"))

    # Articles coming and going

    def add(
        self,
        draft: Draft,
        *,
        tags: Iterable[str] = (),
        note: str = "",
        status: Status = Status.UNREAD,
        starred: bool = False,
        marks: Iterable[Mark] = (),
    ) -> tuple[str, Outcome]:
        """Take in an article; its ID and what became of it.

        The same text is not taken twice. A draft from a file or an address that an article came from before
        updates that article, if the two have their title or a paragraph in common: its annotations are
        found again in the new text, and those that cannot be are kept as orphans. What is given beside the
        draft is for a new article alone.

        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        :raises QuoteNotFound: the words of a mark do not stand in the text; nothing is changed.
        """
        with self._changes.making():
            accession = self._accession()
            arrival = accession.take(draft, tags=tags, note=note, status=status, starred=starred, marks=marks)
            self._accept(accession)
            return arrival.article, arrival.outcome

    def add_all(
        self, drafts: Iterable[Draft], together: Together | None = None
    ) -> list[Arrival | PizhuError]:
        """Take in articles by one change, which is much quicker than each by itself; see :meth:`add`.

        What became of each is told in the order of the drafts; one that cannot be taken in, because the
        article that it updates is damaged, say, does not stand in the way of the others.

        :param together: the step that they are a part of, when it is to be one for several such calls.
        :raises LibraryUnavailable: they cannot be written; none of the last ones was taken in.
        """
        arrivals: list[Arrival | PizhuError] = []
        with self._changes.making():
            accession = self._accession()
            for draft in drafts:
                if accession.must_wait(draft):
                    self._accept(accession, together)
                    accession = self._accession()
                try:
                    arrivals.append(accession.take(draft))
                except PizhuError as error:
                    arrivals.append(error)
            self._accept(accession, together)
        return arrivals

    def _accession(self) -> Accession:
        return Accession(self._listing, self.open_article, self.creator, self._last_added)

    def _accept(self, accession: Accession, together: Together | None = None) -> None:
        self._last_added = accession.last_added
        edits = self._new_tags(accession.tags) + accession.edits
        self._changes.make(accession.label, edits, together)

    def remove(self, articles: Iterable[str]) -> None:
        """Remove articles with their annotations, in one step that can be taken back."""
        with self._changes.making():
            records = {article: self._read(article) for article in articles}
            edits = [each for article, record in records.items() for each in removal(article, record)]
            titles = [str(record.article.get("title")) for record in records.values()]
            what = f"“{titles[0]}”" if len(titles) == 1 else f"{len(titles)} articles"
            self._changes.make(f"remove {what}", edits)

    def claim_starters(self) -> bool:
        """Whether the starter articles may be put here: once in a library's life, to whoever asks first.

        They are taken to be here from then on, so that those removed never come back by themselves.
        """
        with self._changes.making():
            settings = self._disk.settings()
            if settings.get("starters"):
                return False
            claim = Edit.between("", LIBRARY, THE_ONE, settings, {**settings, "starters": True})
            self._disk.apply([claim])
            return True

    # What a reader makes of an article

    def tag(self, article: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Put tags on an article; those it has afterwards.

        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        """
        return self.retag(article, add=tags)

    def untag(self, article: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Take tags off an article; those it has afterwards.

        :raises UsageError: it does not have one of them; nothing is changed.
        """
        names = clean_tag_names(tags)
        with self._changes.making():
            missing = set(names).difference(self.article(article).tags)
            if missing:
                raise UsageError(
                    f"The article does not have the tag {quoted(missing)}: see its tags with `pizhu show`."
                )
            return self.retag(article, remove=names)

    def retag(self, article: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> tuple[str, ...]:
        """Put tags on an article and take others off, in one step; those it has afterwards, none twice.

        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        """
        on, off = clean_tag_names(add), clean_tag_names(remove)
        with self._changes.making():
            before = self.article(article).tags
            after = tuple(name for name in dict.fromkeys(before + on) if name not in off)
            label = f"tag {quoted(on)}" if on else f"untag {quoted(off)}"
            self._change_article(article, label, tags=after)
        return after

    def write_note(self, article: str, note: str, *, before: str | None = None) -> None:
        """Set the note on the whole article; an empty one removes it.

        :param before: the note that the writer started from.
        :raises Conflict: the note is another one by now; nothing is changed.
        """
        with self._changes.making():
            now = self.article(article).note
            if before is not None and now != before:
                raise Conflict(
                    "The note on the article was changed elsewhere meanwhile: copy yours, and open it again."
                )
            self._change_article(article, "note on the article", note=clean_note(note))

    def set_status(self, article: str, status: Status) -> None:
        """Set how far the reader has come."""
        with self._changes.making():
            self._change_article(article, f"mark as {status}", status=status)

    def set_starred(self, article: str, *, starred: bool) -> None:
        """Star the article, or take the star off."""
        with self._changes.making():
            self._change_article(article, "star" if starred else "unstar", starred=starred)

    def set_block_kind(self, article: str, block: int, kind: BlockKind) -> None:
        """Correct what a paragraph is; title, authors and the rest follow from it.

        :param block: which of the article's blocks, from 0.
        :raises UsageError: the article has no such block.
        """
        with self._changes.making():
            before = self.article(article)
            if not 0 <= block < len(before.blocks):
                raise UsageError(
                    f"The article has {len(before.blocks)} blocks, from 0: there is no block {block}."
                )
            blocks = list(before.blocks)
            blocks[block] = msgspec.structs.replace(blocks[block], kind=kind)
            self._change_article(
                article, f"make a {kind} of a paragraph", blocks=tuple(blocks), **followed(before, blocks)
            )

    def leave_at(self, article: str, position: int) -> None:
        """Remember where the reader's cursor stands. Not a step: it is not undone."""
        with self._changes.making():
            before = self.article(article)
            status = Status.READING if before.status is Status.UNREAD else before.status
            self._change_article(article, "", position=position, status=status)

    # Annotations

    def annotate(
        self,
        article: str,
        start: int,
        end: int,
        *,
        tags: Iterable[str] = (),
        note: str = "",
        exact: str | None = None,
    ) -> Annotation:
        """Mark ``text[start:end]`` with tags, a note, both or neither.

        The range is widened where it would cut a character that is made of several code points.

        :param exact: the words that the reader saw there.
        :raises BadRange: the range is empty or reaches outside the text.
        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        :raises Conflict: other words stand there by now; nothing is changed.
        """
        with self._changes.making():
            text = self.article(article).text
            _check_range(text, start, end)
            if exact is not None and text[start:end] != exact:
                raise Conflict(
                    "The article was changed elsewhere meanwhile: look at its text and select again."
                )
            made = new_annotation(text, start, end, tags=tags, note=note, creator=self.creator)
            self._change_annotation(article, deed_of(made), None, made)
            return self._annotation(article, made.id)

    def annotate_quote(
        self, article: str, quote: str, *, occurrence: int = 1, tags: Iterable[str] = (), note: str = ""
    ) -> Annotation:
        """Mark the ``occurrence``-th place, from 1, where ``quote`` stands in the text.

        :raises QuoteNotFound: it does not stand there so often.
        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        """
        with self._changes.making():
            mark = Mark(quote, occurrence, tuple(tags), note)
            made = marked(self.article(article).text, mark, creator=self.creator)
            self._change_annotation(article, deed_of(made), None, made)
            return self._annotation(article, made.id)

    def edit_annotation(
        self,
        article: str,
        annotation: str,
        *,
        tags: Iterable[str] | None = None,
        note: str | None = None,
        rev: int | None = None,
    ) -> Annotation:
        """Give an annotation other tags, another note, or both; what is None stays.

        :param rev: the revision the editor started from.
        :raises Conflict: the annotation has another revision by now; nothing is changed.
        :raises UsageError: there is no such annotation any more.
        """
        names = None if tags is None else clean_tag_names(tags)
        with self._changes.making():
            before = self._annotation(article, annotation)
            if rev is not None and rev != before.rev:
                raise Conflict(
                    f"The note on 「{cut(before.exact)}」 was changed elsewhere meanwhile: copy yours, "
                    "and open it again."
                )
            after = msgspec.structs.replace(
                before,
                tags=before.tags if names is None else names,
                note=before.note if note is None else clean_note(note),
            )
            if after == before:
                return before
            kind = motivation_of(after.tags, after.note)
            after = msgspec.structs.replace(after, kind=kind, modified=timestamp())
            self._change_annotation(article, deed_of(after), before, after)
            return self._annotation(article, annotation)

    def place_annotation(self, article: str, annotation: str, start: int, end: int) -> Annotation:
        """Put an annotation on other words, ``text[start:end]``: an orphan, or one that stands wrongly.

        The range is widened where it would cut a character that is made of several code points.

        :raises BadRange: the range is empty or reaches outside the text.
        :raises UsageError: there is no such annotation any more.
        """
        with self._changes.making():
            text = self.article(article).text
            _check_range(text, start, end)
            before = self._annotation(article, annotation)
            after = placed(before, text, snap_start(text, start), snap_end(text, end))
            self._change_annotation(article, f"place the mark on 「{cut(after.exact)}」", before, after)
            return self._annotation(article, annotation)

    def resolve_annotation(self, article: str, reference: str) -> Annotation:
        """The annotation of an article whose ID starts with ``reference``.

        :raises UsageError: there is none, or there are several.
        """
        found = [each for each in self.annotations(article) if reference and each.id.startswith(reference)]
        if len(found) != 1:
            number = "several annotations" if found else "no annotation"
            raise UsageError(
                f"The article has {number} with an ID that starts with {reference!r}: "
                "see them with `pizhu show --json`."
            )
        return found[0]

    def recover_drafts(self) -> list[tuple[str, bool]]:
        """Make notes of the drafts whose writers are gone; for each a sentence, and whether it was kept.

        Each is a step that can be taken back. A draft that is refused, since its note was changed
        meanwhile, stays on the disk.
        """
        told = []
        for draft in self.drafts.abandoned():
            try:
                self._recover(draft)
            except PizhuError as error:
                sentence = f"A note that was being written, {sentence_of(draft)}, was not kept: {error}"
                told.append((sentence, False))
            else:
                self.drafts.drop(draft.subject)
                sentence = f"A note that was being written is kept: {sentence_of(draft)}. u takes it back."
                told.append((sentence, True))
        return told

    def _recover(self, draft: NoteDraft) -> None:
        subject = draft.subject
        if subject.annotation:
            self.edit_annotation(subject.article, subject.annotation, note=draft.text, rev=draft.rev)
        elif subject.exact:
            self.annotate(subject.article, subject.start, subject.end, note=draft.text, exact=subject.exact)
        else:
            self.write_note(subject.article, draft.text, before=draft.before)

    def delete_annotation(self, article: str, annotation: str) -> None:
        """Delete an annotation with its tags and note.

        :raises UsageError: there is no such annotation any more.
        """
        with self._changes.making():
            before = self._annotation(article, annotation)
            self._change_annotation(article, f"delete the mark on 「{cut(before.exact)}」", before, None)

    # Undo and redo

    def undo(self) -> str | None:
        """Take the last step back; what it was, or None when there is nothing to take back.

        :raises Conflict: what it changed has been changed elsewhere since; nothing is done.
        """
        return self._changes.undo()

    def redo(self) -> str | None:
        """Do again the step last taken back; what it was, or None when there is none.

        :raises Conflict: what it changed has been changed elsewhere since; nothing is done.
        """
        return self._changes.redo()

    def shorten_history(self, before: str) -> None:
        """Leave out of the log of steps those beyond the last :data:`store.history.KEPT`, if that old.

        :param before: UTC, ISO 8601 with ``Z``.
        """
        self._changes.forget(before)

    def back_up(self, path: Path, progress: Progress = unwatched) -> int:
        """Write the library to a zip archive; how many articles are in it. See :func:`store.backup.back_up`.

        :param progress: told how much of how much is done.
        """
        from store.backup import back_up  # noqa: PLC0415 - zip archives are wanted seldom

        return back_up(self._disk, path, progress)

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        """Whether :meth:`back_up_daily` would make a backup."""
        from store.backup import is_due  # noqa: PLC0415 - as above

        return is_due(self._disk, folder or self._disk.backups, keep=keep)

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        """Make today's backup if one is needed: see :func:`store.backup.back_up_daily`.

        :param folder: where backups are kept; None for the library's own ``backups``.
        """
        from store.backup import back_up_daily  # noqa: PLC0415 - as above

        return back_up_daily(self._disk, folder or self._disk.backups, keep=keep)

    def one_step(self, label: str) -> AbstractContextManager[None]:
        """Make one step, with one undo, of all the changes made inside, and tell of them at the end.

        With an empty label it is no step, and cannot be taken back.
        """
        return self._changes.as_one(label)

    # How changes are made

    def _read(self, article: str) -> Record:
        if not is_id(article) or not self._disk.article_file(article).is_file():
            raise UnknownArticle(f"The article {article!r} is not in the library any more.")
        record = self._disk.read(article)
        if not is_whole(record):
            # Another process may be between the text and the record of one change.
            with self._changes.making():
                record = self._disk.read(article)
        return record

    def _annotation(self, article: str, annotation: str) -> Annotation:
        found = annotation_in(self._disk.read(article), annotation)
        if found is None:
            raise UsageError("This annotation is not in the article any more: it was deleted meanwhile.")
        return found

    def _change_article(self, article: str, label: str, **after: object) -> None:
        """Set fields of an article; an empty label makes it no step of the history."""
        before = self.article(article)
        changed = msgspec.structs.replace(before, **after)
        edit = Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(changed))
        self._changes.make(label, [*self._new_tags(changed.tags), edit])

    def _change_annotation(
        self, article: str, label: str, before: Annotation | None, after: Annotation | None
    ) -> None:
        new_tags = self._new_tags(after.tags if after else ())
        self._changes.make(label, [*new_tags, change_of(article, before, after)])

    def _new_tags(self, names: Iterable[str]) -> list[Edit]:
        """Edits that give a codebook entry to each name that has none."""
        wanted = list(names)
        if not wanted:
            return []
        made = new_tags(tags_of(self._disk.codebook()).values(), wanted)
        return [Edit.between("", CODEBOOK, document_id(), None, fields_of(tag)) for tag in made]

    def _starting_with(self, prefix: str, limit: int) -> list[str]:
        return self._listing.ask(lambda catalogue: catalogue.starting_with(prefix, limit))


def _check_range(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        raise BadRange(f"Characters {start} to {end} are not a range of this article: it has {len(text)}.")
