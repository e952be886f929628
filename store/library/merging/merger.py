"""Merges articles, annotations and tags from other libraries and programs into this one.

What is the same is stored once, however often it is imported. What differs from a record with the same ID is
added next to it and reported. Nothing that is here is changed, except that an article also gets the tags and
the note that it had elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec

from store.errors import PizhuError, UsageError
from store.index.article_index import ArticleIndex
from store.language import _
from store.library.arrivals.preview import PREVIEWED
from store.library.attributes.attributes import free_name, named
from store.library.batches import batches
from store.library.library_table import LibraryTable
from store.library.merging.incoming_searches import search_edits
from store.library.merging.incoming_tags import IncomingTagNames, clean_aliases, clean_identity_of
from store.library.merging.incoming_team import team_edits
from store.library.merging.known_articles import KnownArticles
from store.library.merging.merge_batch import MergeBatch, title_of
from store.library.merging.opened_articles import ANNOTATION_WEIGHT
from store.library.packages.returning import ReturningPackage
from store.library.transactions import Transactions
from store.model.article import Article
from store.model.bundle import Bundle, IncomingArticle, Merged
from store.model.edits import ATTRIBUTES, CODEBOOK, Edit, compose
from store.model.labels import cut
from store.model.package import Package
from store.model.tables.attribute import KIND_NAMES, ArticleAttribute, split_choices
from store.model.tag import Tag
from store.progress import Progress, no_progress
from store.storage.document_edits import new_tag_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import attributes_of, tags_of
from store.storage.history.undo_log import StepGroup


class Merger:
    """Merges bundles into one library."""

    def __init__(self, store: DocumentStore, transactions: Transactions, index: ArticleIndex) -> None:
        self._store = store
        self._transactions = transactions
        self._index = index

    def merge(
        self,
        bundle: Bundle,
        label: str,
        progress: Progress = no_progress,
        group: StepGroup | None = None,
        merged: Merged | None = None,
    ) -> Merged:
        """Merge a bundle as one step; return what became of it.

        It is written in batches, so that other processes can write in between. An article that cannot be
        merged is reported in the result and does not stop the others.

        :param label: the step's name for undo.
        :param group: the group that the step belongs to, when several bundles are one step.
        :param merged: is updated after each batch that was written, and returned: after an error or a stop it
            tells what was done.
        :param progress: called with articles done and articles in total, as far as the total is known. What
            it raises stops the merge; the batches written so far are one step.
        :raises LibraryUnavailable: a batch cannot be written; those written so far are one step.
        """
        merged = Merged() if merged is None else merged
        known = KnownArticles(self._store, self._index)
        group = StepGroup(label) if group is None else group
        pieces, places = bundle.pieces, dict[str, str]()
        with self._transactions.begin():
            pending = merged.copied()
            if bundle.package is not None:
                edits, pieces, handled = self._returned(bundle, bundle.package, pending, progress)
                places |= {article: article for article in handled}
            else:
                edits = self._codebook_edits(bundle.tags, pending)
                edits += self._attribute_edits(bundle.attributes, pending)
                edits += search_edits(self._store, bundle.searches, pending)
            self._commit(label, edits, group, pending)
            merged.become(pending)
        done = 0
        for articles in batches(pieces, _weight):
            with self._transactions.begin():
                pending = merged.copied()
                batch = MergeBatch(self._store, self._index, known, pending, self._attributes())
                for incoming in articles:
                    self._add(batch, incoming, pending)
                self._commit(label, new_tag_edits(self._store, batch.tags) + batch.edits, group, pending)
                merged.become(pending)
            places |= batch.places
            done += len(articles)
            progress(done, max(bundle.count, done))
        if bundle.team:
            with self._transactions.begin():
                pending = merged.copied()
                self._commit(label, team_edits(self._store, bundle.team, places, pending), group, pending)
                merged.become(pending)
        merged.left_out += bundle.left_out
        merged.remarks += bundle.remarks
        return merged

    def _returned(
        self, bundle: Bundle, package: Package, merged: Merged, progress: Progress = no_progress
    ) -> tuple[list[Edit], Iterable[IncomingArticle], Collection[str]]:
        """Build the edits of what comes back in a package.

        :return: the edits, the articles that are new here, and the IDs of the others.
        """
        returning = ReturningPackage(self._store, package, merged)
        edits = returning.edits(progress)
        new = (each for each in bundle.pieces if each.id not in returning.handled)
        return edits, new, returning.handled

    def _commit(self, label: str, edits: list[Edit], group: StepGroup, pending: Merged) -> None:
        pending.is_step |= bool(compose(edits))
        self._transactions.commit(label, edits, group)

    def preview(self, arriving: Iterable[Article] = ()) -> Callable[[Bundle], Merged]:
        """Return a function that says what :meth:`merge` would do with a bundle after those before it.

        Nothing is written. Of what comes, only the last :data:`.PREVIEWED` code points are remembered.

        :param arriving: articles that would be added or updated before.
        """
        known = KnownArticles(self._store, self._index)
        batch = MergeBatch(self._store, self._index, known, Merged())
        batch.expect(arriving)
        arrived: set[str] = set()
        """The names of the tags of the bundles before."""

        def look(bundle: Bundle) -> Merged:
            merged = batch.merged = Merged()
            places = dict[str, str]()
            if bundle.package is not None:
                _edits, pieces, handled = self._returned(bundle, bundle.package, merged)
                bundle = msgspec.structs.replace(bundle, pieces=pieces, tags=(), attributes=(), searches=())
                places |= {article: article for article in handled}
            self._codebook_edits([tag for tag in bundle.tags if tag.name not in arrived], merged)
            arrived.update(tag.name for tag in bundle.tags)
            self._attribute_edits(bundle.attributes, merged)
            there = self._attributes()
            batch.attributes = (*there, *(each for each in bundle.attributes if not named(there, each.name)))
            search_edits(self._store, bundle.searches, merged)
            for incoming in bundle.pieces:
                self._add(batch, incoming, merged)
                batch.forget(PREVIEWED)
            team_edits(self._store, bundle.team, places | batch.places, merged)
            merged.left_out += bundle.left_out
            merged.remarks += bundle.remarks
            return merged

        return look

    @staticmethod
    def _add(batch: MergeBatch, incoming: IncomingArticle, merged: Merged) -> None:
        try:
            batch.add(incoming)
        except PizhuError as error:
            merged.left_out.append(
                _("“{title}” was left out: {reason}", title=cut(title_of(incoming)), reason=error)
            )

    def _attributes(self) -> tuple[ArticleAttribute, ...]:
        return tuple(attributes_of(self._store.table(ATTRIBUTES)).values())

    def _attribute_edits(self, incoming: Iterable[ArticleAttribute], merged: Merged) -> list[Edit]:
        """Build the edits that define new attributes and fill in what existing ones lack.

        The same name and kind are one attribute, a choice has the values of both. Of another kind, the one
        here is kept; the values that its kind does not allow are told.
        """
        table = LibraryTable(self._store, ATTRIBUTES, attributes_of, lambda each: each.name)
        present = {each.name: each for each in self._attributes()}
        changed: dict[str, ArticleAttribute] = {}
        for theirs in incoming:
            ours = named({**present, **changed}.values(), theirs.name)
            if ours is None:
                try:
                    name = free_name(theirs.name)
                except UsageError as error:
                    merged.left_out.append(
                        _("The attribute {name!r} was left out: {error}", name=cut(theirs.name), error=error)
                    )
                    continue
                changed[name] = msgspec.structs.replace(theirs, name=name)
            elif ours.kind is not theirs.kind:
                merged.conflicts.append(
                    _(
                        "The attribute {name} is a {theirs} there and a {ours} here: it stays a {ours}.",
                        name=ours.name,
                        theirs=KIND_NAMES[theirs.kind],
                        ours=KIND_NAMES[ours.kind],
                    )
                )
            else:
                changed[ours.name] = msgspec.structs.replace(
                    ours,
                    choices=split_choices("\n".join((*ours.choices, *theirs.choices))),
                    description=ours.description or theirs.description,
                )
        return table.upsert_edits(changed.values())

    def _codebook_edits(self, tags: Iterable[Tag], merged: Merged) -> list[Edit]:
        """Build the edits that add new tags and fill in what existing tags lack."""
        table = LibraryTable(self._store, CODEBOOK, tags_of, lambda tag: tag.name)
        present = {tag.name: tag for tag in table.records().values()}
        pinned = {tag.key for tag in present.values() if tag.key}
        names = IncomingTagNames(present)
        changed: dict[str, Tag] = {}
        for tag in tags:
            name = names.canonical(tag.name)
            if not name:
                merged.left_out.append(
                    _("The tag {name!r} was left out: no part of its name is valid.", name=tag.name)
                )
                continue
            theirs = msgspec.structs.replace(
                tag,
                name=name,
                key="" if tag.key in pinned else tag.key,
                aliases=clean_aliases(tag),
                same_as=clean_identity_of(tag),
            )
            ours = changed.get(name) or present.get(name)
            if ours is None:
                merged.tags_added += 1
            elif ours.description and theirs.description not in ("", ours.description):
                merged.conflicts.append(
                    _(
                        "The tag “{name}” has another description there; the one here was kept: "
                        "{description}",
                        name=name,
                        description=cut(theirs.description),
                    )
                )
            if ours is not None and ours.same_as and theirs.same_as not in ("", ours.same_as):
                merged.conflicts.append(
                    _(
                        "The tag “{name}” has another identity there, {identity}: the one here was kept.",
                        name=name,
                        identity=cut(theirs.same_as),
                    )
                )
            changed[name] = theirs if ours is None else _filled(ours, theirs)
            pinned.add(theirs.key)
        return table.upsert_edits(changed.values())


def _filled(ours: Tag, theirs: Tag) -> Tag:
    """Return our tag with the fields that it lacks taken from theirs, and the aliases of both."""
    return msgspec.structs.replace(
        ours,
        description=ours.description or theirs.description,
        colour=ours.colour or theirs.colour,
        key=ours.key or theirs.key,
        aliases=tuple(dict.fromkeys((*ours.aliases, *theirs.aliases))),
        same_as=ours.same_as or theirs.same_as,
    )


def _weight(incoming: IncomingArticle) -> int:
    """Return the memory that merging an article takes, as code points of text that take as much."""
    annotations = sum(
        ANNOTATION_WEIGHT + len(annotation.exact) + len(annotation.note)
        for annotation in incoming.annotations
    )
    return annotations + (len(incoming.draft.text) if incoming.draft else 0)
