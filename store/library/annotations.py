"""The annotations of a library: reading, creating, editing, re-anchoring and deleting them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadRange, Conflict, UsageError
from store.language import _
from store.library.blindness.finished_work import work_is_done
from store.library.blindness.visibility import Visibility
from store.library.team.permissions import Permissions
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.annotation import Annotation, QuotedAnnotation, clean_note, motivation_of, timestamp
from store.model.edits import Edit
from store.model.labels import change_label, quote
from store.model.new_annotations import annotation_of_quote, new_annotation
from store.progress import Progress, no_progress
from store.storage.document_edits import annotation_edit, new_tag_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import (
    Quote,
    annotations_of,
    article_of,
    canonical_names,
    find_annotation,
    quotes_in,
    read_consistent,
)
from store.storage.reanchoring import anchored_at
from store.wording import counted


class Annotations:
    """The annotations of one library. Every change is a step that can be undone.

    All methods raise :class:`store.errors.UnknownArticle` when there is no such article.
    """

    def __init__(
        self,
        store: DocumentStore,
        transactions: Transactions,
        signature: Callable[[str], str],
        visibility: Visibility,
        permissions: Permissions,
    ) -> None:
        """The annotations in ``store``.

        :param signature: returns what new annotations of an article are signed with.
        :param visibility: says which annotations are hidden from the user, as if they were not there.
        :param permissions: says what the role of the user allows.
        """
        self._permissions = permissions
        self._store = store
        self._transactions = transactions
        self._signature = signature
        self._visibility = visibility

    def of(self, article: str) -> tuple[Annotation, ...]:
        """Return the annotations of an article in text order."""
        return annotations_of(self._visibility.seen(article, read_consistent(self._store, article)))

    def resolve(self, article: str, reference: str) -> Annotation:
        """Return the annotation of an article whose ID starts with ``reference``.

        :raises UsageError: there is none, or there are several.
        """
        every = self.of(article)
        found = [each for each in every if reference and each.id.startswith(reference)]
        if len(found) != 1:
            raise UsageError(
                _(
                    "The article has several annotations with an ID that starts with {reference!r}: "
                    "see them with `pizhu show --json`.",
                    reference=reference,
                )
                if found
                else _(
                    "The article has no annotation with an ID that starts with {reference!r}: "
                    "see them with `pizhu show --json`.",
                    reference=reference,
                )
            )
        return found[0]

    def quotes(self, article: str) -> list[Quote]:
        """Return the quotes and tags of an article's annotations. The text of the article is not read."""
        record = self._store.read(article, with_text=False)
        return quotes_in(self._visibility.seen(article, record).annotations)

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
        """Annotate ``text[start:end]`` with tags, a note, both or neither; return the annotation.

        The range is widened to whole grapheme clusters.

        :param exact: the words that the user saw there.
        :raises BadRange: the range is empty or outside the text.
        :raises BadTagName: a name is not valid; nothing is changed.
        :raises Conflict: the range has other words by now; nothing is changed.
        """
        with self._transactions.begin():
            text = self._text(article)
            _check_range(text, start, end)
            if exact is not None and text[start:end] != exact:
                raise Conflict(
                    _("The article was changed elsewhere meanwhile: look at its text and select again.")
                )
            names = canonical_names(self._store, tags)
            created = new_annotation(
                text, start, end, tags=names, note=note, creator=self._signature(article)
            )
            self._change(article, change_label(created), None, created)
            return self._get(article, created.id)

    def put(
        self, created: Mapping[str, Iterable[Annotation]], label: str, progress: Progress = no_progress
    ) -> None:
        """Add new annotations to articles, in one step.

        :param created: by article ID, annotations that are anchored in its present text.
        :param progress: called with articles done and articles in total, until the writing can no longer be
            stopped.
        """
        pairs = [(article, each) for article, annotations in created.items() for each in annotations]
        with self._transactions.begin():
            for article, each in pairs:
                self._check_not_finished(article, each)
            edits = self._new_tags(tag for _article, each in pairs for tag in each.tags)
            edits += [annotation_edit(article, None, each) for article, each in pairs]
            self._transactions.commit(label, edits, progress=progress)

    def annotate_quote(
        self, article: str, quote: str, *, occurrence: int = 1, tags: Iterable[str] = (), note: str = ""
    ) -> Annotation:
        """Annotate the ``occurrence``-th ``quote`` in the text, from 1; return the annotation.

        :raises QuoteNotFound: the text does not contain it that often.
        :raises BadTagName: a name is not valid; nothing is changed.
        """
        with self._transactions.begin():
            mark = QuotedAnnotation(quote, occurrence, canonical_names(self._store, tags), note)
            created = annotation_of_quote(self._text(article), mark, creator=self._signature(article))
            self._change(article, change_label(created), None, created)
            return self._get(article, created.id)

    def edit(
        self,
        article: str,
        annotation: str,
        *,
        tags: Iterable[str] | None = None,
        note: str | None = None,
        rev: int | None = None,
    ) -> Annotation:
        """Set the tags or the note of an annotation, or both; None leaves them. Return the annotation.

        :param rev: the revision that the editor started from.
        :raises Conflict: the annotation has another revision by now; nothing is changed.
        :raises UsageError: the annotation no longer exists.
        """
        with self._transactions.begin():
            names = None if tags is None else canonical_names(self._store, tags)
            before = self._get(article, annotation)
            if rev is not None and rev != before.rev:
                raise Conflict(
                    _(
                        "The note on {quote} was changed elsewhere meanwhile: copy yours, and open it again.",
                        quote=quote(before),
                    )
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
            self._change(article, change_label(after), before, after)
            return self._get(article, annotation)

    def place(self, article: str, annotation: str, start: int, end: int) -> Annotation:
        """Anchor an annotation at ``text[start:end]``: an orphan, or one at the wrong words. Return it.

        The range is widened to whole grapheme clusters.

        :raises BadRange: the range is empty or outside the text.
        :raises UsageError: the annotation no longer exists.
        """
        with self._transactions.begin():
            text = self._text(article)
            _check_range(text, start, end)
            before = self._get(article, annotation)
            after = anchored_at(before, text, snap_start(text, start), snap_end(text, end))
            after = msgspec.structs.replace(after, former="")
            self._change(article, step_labels.move_annotation(quote=quote(after)), before, after)
            return self._get(article, annotation)

    def confirm(self, article: str, annotation: str) -> Annotation:
        """Confirm that an annotation belongs on the changed words that it stands on. Return it.

        :raises UsageError: the annotation no longer exists, or it does not stand on changed words.
        """
        with self._transactions.begin():
            before = self._get(article, annotation)
            if not before.moved:
                raise UsageError(
                    _(
                        "The words of the annotation on {quote} have not changed: there is nothing to "
                        "confirm.",
                        quote=quote(before),
                    )
                )
            after = msgspec.structs.replace(before, former="")
            self._change(article, step_labels.confirm_annotation(quote=quote(before)), before, after)
            return self._get(article, annotation)

    def delete(self, article: str, annotation: str) -> None:
        """Delete an annotation with its tags and note.

        :raises UsageError: the annotation no longer exists.
        """
        with self._transactions.begin():
            before = self._get(article, annotation)
            self._change(article, step_labels.delete_annotation(quote=quote(before)), before, None)

    def check_may_change(self, article: str, annotation: Annotation) -> None:
        """Check that the user may change or delete an annotation, before they are asked how.

        :raises UsageError: it is part of work that is done in a blind round.
        :raises Forbidden: it is somebody else's, on a server that enforces rights.
        """
        self._check_not_finished(article, annotation)
        self._permissions.check_annotation(annotation)

    def _new_tags(self, names: Iterable[str]) -> list[Edit]:
        """Return the edits that add those names to the codebook that are not in it.

        :raises Forbidden: there are some, and the user may not add them.
        """
        edits = new_tag_edits(self._store, names)
        self._permissions.check_new_tags(str((edit.after or {}).get("name")) for edit in edits)
        return edits

    def _check_not_finished(self, article: str, annotation: Annotation) -> None:
        """Check that an annotation is no part of work that is done in a blind round.

        :raises UsageError: it is.
        """
        finished = self._visibility.finished(article, annotation)
        if finished is not None:
            raise UsageError(work_is_done(finished))

    def _text(self, article: str) -> str:
        return article_of(read_consistent(self._store, article)).text

    def _get(self, article: str, annotation: str) -> Annotation:
        record = self._visibility.seen(article, self._store.read(article))
        found = find_annotation(record, annotation)
        if found is None:
            raise UsageError(_("This annotation is not in the article any more: it was deleted meanwhile."))
        return found

    def _change(self, article: str, label: str, before: Annotation | None, after: Annotation | None) -> None:
        if before is not None:
            self.check_may_change(article, before)
        if after is not None:
            self._check_not_finished(article, after)
        edits = self._new_tags(after.tags if after else ())
        self._transactions.commit(label, [*edits, annotation_edit(article, before, after)])


def _check_range(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        length = counted(len(text), "character", "characters")
        raise BadRange(
            _(
                "Range {start}–{end} is empty or outside this article ({length}).",
                start=start,
                end=end,
                length=length,
            )
        )
