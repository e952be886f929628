"""The articles of a library: the list, reading, adding and removing them, and what a reader makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from store.errors import Conflict, PizhuError, UsageError
from store.index.article_index import ArticleIndex, Facet
from store.index.filtered_list import FilteredList
from store.language import _
from store.library.blindness.visibility import Visibility
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.annotation import Annotation, QuotedAnnotation, clean_note
from store.model.article import Article, BlockKind, Draft, Status
from store.model.edits import ARTICLE, ATTRIBUTES, THE_ONE, Edit
from store.model.labels import quoted
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.model.new_article import NewArticle
from store.model.tables.attribute import ArticleAttribute
from store.progress import Progress, halves, no_progress
from store.query.tree import Query
from store.storage.document_edits import article_fields, new_tag_edits, removal_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import (
    annotations_of,
    article_of,
    attributes_of,
    canonical_names,
    read_consistent,
)
from store.storage.history.former_texts import FormerText, former_texts
from store.storage.history.undo_log import StepGroup
from store.wording import counted

if TYPE_CHECKING:
    from store.index.evaluation import Evaluator
    from store.library.arrivals.preview import Preview
    from store.library.arrivals.stored_fields import StoredFields
    from store.library.corrections import Value
    from store.library.ingest import Ingest, Ingested, Outcome


class Articles:
    """The articles of one library. Every change but :meth:`set_position` is a step that can be undone.

    Methods that take an article's ID raise :class:`store.errors.UnknownArticle` when there is no such
    article.
    """

    def __init__(
        self,
        store: DocumentStore,
        transactions: Transactions,
        index: ArticleIndex,
        *,
        visibility: Visibility,
        creator: str,
        evaluator: Callable[[], Evaluator],
    ) -> None:
        """The articles in ``store``; annotations that come with a new article are by ``creator``.

        :param index: is asked for what is shown: it leaves out what is hidden from the user.
        :param visibility: says which annotations are hidden.
        :param evaluator: returns what evaluates queries; called for those that the index does not know.
        """
        self._store = store
        self._transactions = transactions
        self._index = index
        self._visibility = visibility
        self._creator = creator
        self._evaluator = evaluator
        self._last_added = ""

    # The list, those added last first

    def count(self) -> int:
        """Return how many articles there are."""
        return self._index.count()

    def is_empty(self) -> bool:
        """Whether there is no article, by the documents themselves."""
        return next(self._store.ids(), None) is None

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list; all of it from ``offset`` on when ``limit`` is negative."""
        return self._index.rows(offset, limit)

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """Return the rows of articles in the given order, without those that are not in the list."""
        return self._index.rows_of(articles)

    def row(self, article: str) -> Row | None:
        """Return an article as the list shows it; None when it is not in the list."""
        return next(iter(self._index.rows_of([article])), None)

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list, from 0; None when it is not in it."""
        return self._index.position(article)

    def filtered(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        progress: Progress = no_progress,
    ) -> FilteredList:
        """Return the part of the list that matches a query, in an order.

        :param keep: the ID of an article that is in it in any case.
        :param progress: called with articles read and articles in total, if any must be read; what it raises
            stops the evaluation.
        :raises QuerySyntaxError: a pattern takes too long on a text.
        """
        return FilteredList(self._index, query, self._evaluator, keep=keep, order=order, progress=progress)

    def named(self, typed: str) -> set[str]:
        """Return the IDs of the articles whose title, source or an author contains what was typed.

        Pinyin and initials find characters: see :meth:`store.index.article_index.ArticleIndex.named`.
        """
        return self._index.named(typed)

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by, the most frequent of each field first."""
        return self._index.facets()

    # Reading

    def get(self, article: str) -> Article:
        """Return an article with its text."""
        return article_of(read_consistent(self._store, article))

    def open(self, article: str) -> tuple[Article, tuple[Annotation, ...]]:
        """Return an article and its annotations in text order, read at the same moment.

        Annotations that are hidden from the user are left out.
        """
        record = read_consistent(self._store, article)
        seen = self._visibility.seen(article, record)
        opened, annotations = article_of(record), annotations_of(seen)
        if seen is not record:  # the revision counts what is hidden
            opened = msgspec.structs.replace(opened, rev=max((each.rev for each in annotations), default=1))
        return opened, annotations

    def _open_whole(self, article: str) -> tuple[Article, tuple[Annotation, ...]]:
        """Return an article and all its annotations: for changes, which must not lose the hidden ones."""
        record = read_consistent(self._store, article)
        return article_of(record), annotations_of(record)

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Yield the ID, the address and the origin of each article; it reads the records of all of them.

        Articles whose records cannot be read are left out.
        """
        for article in self._store.ids():
            with suppress(PizhuError):
                fields = self._store.read(article, with_text=False).article
                yield article, str(fields.get("url") or ""), str(fields.get("origin") or "")

    def former_texts(self, article: str) -> list[FormerText]:
        """Return the texts that an article had before it was updated, the last one first.

        They are in the history, which keeps the last steps: see :data:`store.storage.history.undo_log.KEPT`.
        """
        present = self.get(article).text
        return [each for each in former_texts(self._store.journal, article) if each.text != present]

    # Adding and removing

    def add(
        self,
        draft: Draft,
        *,
        tags: Iterable[str] = (),
        note: str = "",
        status: Status = Status.UNREAD,
        starred: bool = False,
        marks: Iterable[QuotedAnnotation] = (),
    ) -> tuple[str, Outcome]:
        """Add an article; return its ID and what was done.

        A text that is in the library already is not added again. A draft from a file or address that an
        article came from before updates that article if it is a new version of it (see
        :func:`store.model.anchoring.versions.is_new_version`): its annotations are re-anchored in the new
        text, and those that cannot be are kept as orphans. The other arguments apply to a new article only.

        :raises BadTagName: a name is not valid; nothing is changed.
        :raises QuoteNotFound: the quote of a mark is not in the text; nothing is changed.
        """
        with self._transactions.begin():
            ingest = self._ingest()
            ingested = ingest.take(
                draft,
                tags=canonical_names(self._store, tags),
                note=note,
                status=status,
                starred=starred,
                marks=[
                    msgspec.structs.replace(mark, tags=canonical_names(self._store, mark.tags))
                    for mark in marks
                ],
            )
            self._commit(ingest)
            return ingested.article, ingested.outcome

    def add_all(
        self, articles: Iterable[NewArticle | Draft], group: StepGroup | None = None
    ) -> list[Ingested | PizhuError]:
        """Add articles by one change, which is much quicker than one by one; see :meth:`add`.

        The results are in the order of the articles. One that cannot be added, because the article that it
        would update is damaged, say, does not keep the others from being added.

        :param group: the step that they belong to, when several calls make one step.
        :raises LibraryUnavailable: they cannot be written; none of the last ones was added.
        """
        with self._transactions.begin():
            ingest = self._ingest()
            results = [self._taken(ingest, each) for each in articles]
            self._commit(ingest, group)
        return results

    def preview(self) -> Preview:
        """Return what says what :meth:`add_all` would do. Nothing is written."""
        from store.library.arrivals.preview import Preview

        return Preview(self._ingest(), self._taken)

    def _taken(self, ingest: Ingest, each: NewArticle | Draft) -> Ingested | PizhuError:
        article = each if isinstance(each, NewArticle) else NewArticle(draft=each)
        try:
            return ingest.take(
                article.draft,
                tags=canonical_names(self._store, article.tags),
                note=article.note,
                marks=article.marks,
                identified=article.identified,
                given=article.given,
                given_tags=canonical_names(self._store, article.given_tags),
                row=article.row,
                other_origins=article.other_origins,
                doubled_by=article.doubled_by,
            )
        except PizhuError as error:
            return error

    def stored_fields(self, article: NewArticle) -> StoredFields:
        """Return which fields an article would have if it was added. Nothing is written.

        :raises PizhuError: it cannot be added.
        """
        from store.library.arrivals.stored_fields import fields_after, fields_of_new
        from store.library.ingest import Outcome

        ingest, attributes = self._ingest(), self._attributes()
        done = self._taken(ingest, article)
        if isinstance(done, PizhuError):
            raise done
        if done.outcome is Outcome.ADDED:
            return fields_of_new(article.draft, attributes)
        return fields_after(done.outcome, self.get(done.article), ingest.edits, attributes)

    def _ingest(self) -> Ingest:
        from store.library.ingest import Ingest

        return Ingest(self._index, self._open_whole, self._creator, self._last_added, self._attributes())

    def _commit(self, ingest: Ingest, group: StepGroup | None = None) -> None:
        self._last_added = ingest.last_added
        edits = new_tag_edits(self._store, ingest.tags) + ingest.edits
        self._transactions.commit(ingest.label, edits, group)

    def remove(self, articles: Iterable[str], progress: Progress = no_progress) -> None:
        """Remove articles with their annotations, in one step.

        :param progress: called with articles done and articles in total, until it can no longer be stopped.
        """
        from store.library.team.assignments import assignments_without

        with self._transactions.begin():
            reading, writing = halves(progress)
            wanted, records = list(articles), {}
            for done, article in enumerate(wanted):
                reading(done, len(wanted))
                records[article] = read_consistent(self._store, article)
            edits = [each for article, record in records.items() for each in removal_edits(article, record)]
            edits += assignments_without(self._store, records)
            titles = [str(record.article.get("title")) for record in records.values()]
            label = (
                step_labels.remove_article(title=f"“{titles[0]}”")
                if len(titles) == 1
                else step_labels.remove_articles(articles=len(titles))
            )
            self._transactions.commit(label, edits, progress=writing)

    # Changing

    def tag(self, article: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Add tags to an article; return the tags it has then.

        :raises BadTagName: a name is not valid; nothing is changed.
        """
        return self.retag(article, add=tags)

    def untag(self, article: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Remove tags from an article; return the tags it has then.

        :raises UsageError: it does not have one of them; nothing is changed.
        """
        with self._transactions.begin():
            names = canonical_names(self._store, tags)
            missing = set(names).difference(self.get(article).tags)
            if missing:
                raise UsageError(
                    _(
                        "The article does not have the tag {tags}: see its tags with `pizhu show`.",
                        tags=quoted(missing),
                    )
                )
            return self.retag(article, remove=names)

    def retag(self, article: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> tuple[str, ...]:
        """Add tags to an article and remove others, in one step; return the tags it has then, without
        repeats.

        :raises BadTagName: a name is not valid; nothing is changed.
        """
        with self._transactions.begin():
            on, off = canonical_names(self._store, add), canonical_names(self._store, remove)
            before = self.get(article).tags
            after = tuple(name for name in dict.fromkeys(before + on) if name not in off)
            label = step_labels.tag(tags=quoted(on)) if on else step_labels.untag(tags=quoted(off))
            self._change(article, label, tags=after)
        return after

    def write_note(self, article: str, note: str, *, before: str | None = None) -> None:
        """Set the note on the whole article; an empty one deletes it.

        :param before: the note that the writer started from.
        :raises Conflict: the note has been changed since; nothing is changed.
        """
        with self._transactions.begin():
            now = self.get(article).note
            if before is not None and now != before:
                raise Conflict(
                    _(
                        "The note on the article was changed elsewhere meanwhile: copy yours, and open it "
                        "again."
                    )
                )
            self._change(article, step_labels.write_note(), note=clean_note(note))

    def set_status(self, article: str, status: Status) -> None:
        """Set whether the article is unread, being read or read."""
        with self._transactions.begin():
            self._change(article, step_labels.mark(status=status), status=status)

    def set_starred(self, article: str, *, starred: bool) -> None:
        """Star or unstar the article."""
        with self._transactions.begin():
            self._change(article, step_labels.star() if starred else step_labels.unstar(), starred=starred)

    # Changing several at once: each is one step, which ``progress`` can stop until it takes effect

    def retag_all(
        self,
        articles: Iterable[str],
        *,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        progress: Progress = no_progress,
    ) -> int:
        """Add tags to articles and remove others; return how many articles were changed.

        :raises BadTagName: a name is not valid; nothing is changed.
        """
        with self._transactions.begin():
            on, off = canonical_names(self._store, add), canonical_names(self._store, remove)

            def retagged(article: Article) -> Article:
                names = dict.fromkeys(article.tags + on)
                return msgspec.structs.replace(article, tags=tuple(each for each in names if each not in off))

            label, names = (step_labels.tag_all, on) if on else (step_labels.untag_all, off)
            return self._change_all(articles, partial(label, tags=quoted(names)), retagged, progress)

    def set_status_all(
        self, articles: Iterable[str], status: Status, progress: Progress = no_progress
    ) -> int:
        """Set the status of articles; return how many were changed."""
        return self._change_all(
            articles,
            partial(step_labels.mark_all, status=status),
            lambda article: msgspec.structs.replace(article, status=status),
            progress,
        )

    def set_starred_all(
        self, articles: Iterable[str], *, starred: bool, progress: Progress = no_progress
    ) -> int:
        """Star or unstar articles; return how many were changed."""
        return self._change_all(
            articles,
            step_labels.star_all if starred else step_labels.unstar_all,
            lambda article: msgspec.structs.replace(article, starred=starred),
            progress,
        )

    def _change_all(
        self,
        articles: Iterable[str],
        label: Callable[..., str],
        change: Callable[[Article], Article],
        progress: Progress,
    ) -> int:
        """Change articles in one step; return how many were changed.

        :param label: writes the step's name, and takes the number of ``articles``.
        """
        with self._transactions.begin():
            reading, writing = halves(progress)
            wanted, edits, names = list(articles), [], dict[str, None]()
            for done, article in enumerate(wanted):
                reading(done, len(wanted))
                before = self.get(article)
                after = change(before)
                if (after.tags, after.note) != (before.tags, before.note):
                    self.check_not_blind(article)
                if after != before:
                    names.update(dict.fromkeys(after.tags))
                    edits.append(
                        Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(after))
                    )
            new_tags = new_tag_edits(self._store, names)
            self._transactions.commit(label(articles=len(edits)), [*new_tags, *edits], progress=writing)
        return len(edits)

    def correct(
        self,
        article: str,
        fields: Mapping[str, str],
        *,
        before: Mapping[str, str] | None = None,
        group: StepGroup | None = None,
    ) -> tuple[str, ...]:
        """Set fields such as title, authors and date, as somebody has typed them; return those that changed.

        Importing the file of the article again leaves them as they are.

        :param fields: the new values by field: see :func:`store.library.corrections.checked`.
        :param before: the values that the writer started from.
        :param group: the step that it belongs to, such as the import of the article.
        :raises UsageError: a field is unknown, or its value is not valid; nothing is changed.
        :raises Conflict: one of the fields has been changed since to something else; nothing is changed.
        """
        from store.library.corrections import checked

        values = checked(fields, self._attributes())
        with self._transactions.begin():
            if before is not None:
                _check_unchanged(self.get(article), values, before)
            return self._correct({article: values}, group)[article]

    def correct_all(
        self, fields: Mapping[str, Mapping[str, str]], progress: Progress = no_progress
    ) -> dict[str, tuple[str, ...]]:
        """Set fields of several articles in one step; return which fields of each article changed.

        :param fields: the new values by article and field: see :meth:`correct`.
        :param progress: called with articles done and articles in total, until it can no longer be stopped.
        :raises UsageError: a field is unknown, or its value is not valid; nothing is changed.
        """
        from store.library.corrections import checked

        attributes = self._attributes()
        values = {article: checked(typed, attributes) for article, typed in fields.items()}
        with self._transactions.begin():
            return self._correct(values, progress=progress)

    def _correct(
        self,
        values: Mapping[str, Mapping[str, Value]],
        group: StepGroup | None = None,
        progress: Progress = no_progress,
    ) -> dict[str, tuple[str, ...]]:
        from store.library.corrections import value_of, with_fields

        edits, changed = [], {}
        title = ""
        reading, writing = halves(progress)
        for done, (article, fields) in enumerate(values.items()):
            reading(done, len(values))
            record = read_consistent(self._store, article)
            before = article_of(record)
            names = tuple(name for name, value in fields.items() if value_of(before, name) != value)
            after = msgspec.structs.replace(
                with_fields(before, fields), corrected=tuple(dict.fromkeys((*before.corrected, *fields)))
            )
            changed[article], title = names, title or before.title
            if after != before:
                edits.append(
                    Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(after))
                )
        label = (
            step_labels.correct_article(title=f"“{title}”")
            if len(values) == 1
            else step_labels.correct_articles(articles=len(edits))
        )
        self._transactions.commit(label, edits, group, writing)
        return changed

    def _attributes(self) -> tuple[ArticleAttribute, ...]:
        """Return the attributes that the library defines."""
        return tuple(attributes_of(self._store.table(ATTRIBUTES)).values())

    def set_block_kind(self, article: str, block: int, kind: BlockKind) -> None:
        """Correct the kind of a block; title, authors and other metadata are derived again.

        :param block: the index of the block, from 0.
        :raises UsageError: the article has no such block.
        """
        from store.press.byline import changed_metadata

        with self._transactions.begin():
            before = self.get(article)
            if not 0 <= block < len(before.blocks):
                there = counted(len(before.blocks), "block", "blocks")
                raise UsageError(
                    _(
                        "The article has {blocks}, from 0: there is no block {number}.",
                        blocks=there,
                        number=block,
                    )
                )
            blocks = list(before.blocks)
            blocks[block] = msgspec.structs.replace(blocks[block], kind=kind)
            metadata = changed_metadata(before, blocks)
            metadata["corrected"] = tuple(dict.fromkeys((*before.corrected, *metadata)))
            self._change(article, step_labels.set_kind(kind=kind), blocks=tuple(blocks), **metadata)

    def set_position(self, article: str, position: int) -> None:
        """Save the offset of the reader's cursor in the text. This is not a step and cannot be undone."""
        with self._transactions.begin():
            before = self.get(article)
            status = Status.READING if before.status is Status.UNREAD else before.status
            self._change(article, "", position=position, status=status)

    def check_not_blind(self, article: str) -> None:
        """Check that the user works on an article without being blind.

        :raises UsageError: they are. Tags and the note of a whole article have no author: others would see
            them who are blind too.
        """
        if article in self._visibility.blind:
            raise UsageError(
                _(
                    "Tags and the note of a whole article name no author, and other coders would see them: "
                    "in a blind round, mark words, such as the title."
                )
            )

    def _change(self, article: str, label: str, **after: object) -> None:
        """Set fields of an article; an empty label records no step."""
        before = self.get(article)
        changed = msgspec.structs.replace(before, **after)
        if (changed.tags, changed.note) != (before.tags, before.note):
            self.check_not_blind(article)
        edit = Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(changed))
        self._transactions.commit(label, [*new_tag_edits(self._store, changed.tags), edit])


def _check_unchanged(article: Article, values: Mapping[str, Value], before: Mapping[str, str]) -> None:
    """Check that the fields of an article are still as they were, or already have the new values.

    :raises Conflict: one is neither.
    """
    from store.library.corrections import as_typed, value_of
    from store.model.metadata.field_names import FIELD_NAMES

    for name, value in values.items():
        now = value_of(article, name)
        if now != value and as_typed(now) != before.get(name, ""):
            raise Conflict(
                _(
                    "The {field} was changed elsewhere meanwhile to “{value}”.",
                    field=FIELD_NAMES.get(name, name),
                    value=as_typed(now),
                )
            )
