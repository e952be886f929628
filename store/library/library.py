"""The library: the one door through which the reader and the commands reach the articles.

Each subject is an attribute: ``library.articles``, ``library.annotations``, ``library.codebook`` and so on.
Every change takes the same path: lock, read again, compose edits, write them durably, record the step for
undo, refresh the index, and notify subscribers with one :class:`Change`. When a method returns, its change is
on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from store.errors import UsageError
from store.index.article_index import ArticleIndex
from store.index.id_prefixes import IdPrefixes
from store.index.verified import Verified
from store.language import _
from store.library.articles import Articles
from store.library.blindness.visibility import Visibility
from store.library.blindness.visible_drafts import VisibleDrafts
from store.library.blindness.visible_entries import VisibleEntries
from store.library.blindness.visible_index import VisibleIndex
from store.library.codebook import Codebook
from store.library.team.assigned_articles import AssignedArticles
from store.library.transactions import Change, Transactions
from store.model.edits import ANNOTATIONS, LIBRARY, THE_ONE, Edit
from store.progress import Progress, no_progress
from store.storage.document_store import DocumentStore, ServerRights

if TYPE_CHECKING:
    from store.index.evaluation import Evaluator
    from store.index.search import TextSearch
    from store.index.word_cuts import CutStore, WordCuts
    from store.library.adjudication.adjudication import Adjudication
    from store.library.annotations import Annotations
    from store.library.attributes.attributes import Attributes
    from store.library.dismissals import Dismissals
    from store.library.link_lookup import LinkLookup
    from store.library.merging.conflict_copies import ConflictCopyMerger
    from store.library.merging.merger import Merger
    from store.library.packages.packages import Packages
    from store.library.searches.saved_searches import SavedSearches
    from store.library.team.permissions import Permissions
    from store.library.team.roster import Roster
    from store.library.team.team import Team
    from store.library.transfers.offline_copy import Transfers
    from store.library.user_dictionary import UserDictionary
    from store.storage.conflict_copy import ConflictCopy


class Library:
    """A library of annotated articles. Its methods may be called from any thread.

    All of them may raise :class:`store.errors.LibraryUnavailable`, when the documents cannot be read or
    written, and :class:`store.errors.DamagedFile`.
    """

    def __init__(
        self,
        store: DocumentStore,
        index: ArticleIndex,
        *,
        creator: str = "",
        open_cuts: Callable[[], CutStore] | None = None,
    ) -> None:
        """The library in ``store``, with its ``index``; see :func:`store.library.opening.open_library`.

        :param creator: the name that new annotations are signed with.
        :param open_cuts: opens the place where it is kept how texts divide into words; None keeps nothing.
        """
        self._store = store
        self._index = index
        self._transactions = Transactions(store, index)
        self._verified = Verified()
        self.creator = creator
        self.visibility = Visibility(self._read_roster, creator)
        """What is hidden from the user while they code without seeing what others mark."""
        self._transactions.limit_undo(self._check_undo)
        self._transactions.complete_edits(self._reopening)
        self._entries = VisibleEntries(index, store, self.visibility)
        self._seen = VisibleIndex(
            index, self._entries, lambda asked: AssignedArticles(asked, self._read_roster, creator)
        )
        """The index without what is hidden: for all that is shown, never for what is written."""
        self._transactions.widen_changes(self._with_what_appears)
        self.location = store.location
        """Where the library is, as ``--library`` takes it."""
        self.articles = Articles(
            store,
            self._transactions,
            self._seen,
            visibility=self.visibility,
            creator=creator,
            evaluator=lambda: self._evaluator,
        )
        """The articles."""
        self.codebook = Codebook(store, self._transactions, index, self._seen)
        """The tags."""
        self.ids = IdPrefixes(index)
        """Article IDs shortened to unique prefixes."""
        self._roster: Roster | None = None
        self._team_changes = 0
        self._open_cuts = open_cuts
        self.drafts = VisibleDrafts(store.drafts, self.visibility, creator)
        """Notes that are being written."""

    # Subjects that are imported when they are first needed, so that the first screen does not wait for them

    @cached_property
    def annotations(self) -> Annotations:
        """The annotations."""
        from store.library.annotations import Annotations

        return Annotations(self._store, self._transactions, self.signature, self.visibility, self.permissions)

    @cached_property
    def texts(self) -> TextSearch:
        """Full-text search."""
        from store.index.search import TextSearch

        return TextSearch(self._store, self._seen, self._evaluator)

    @cached_property
    def _evaluator(self) -> Evaluator:
        from store.index.evaluation import Evaluator

        return Evaluator(self._store, self._seen, self._verified, self.visibility.seen, creator=self.creator)

    @cached_property
    def word_cuts(self) -> WordCuts:
        """Texts divided into words."""
        from store.index.word_cuts import WordCuts

        return WordCuts(self._open_cuts)

    @cached_property
    def attributes(self) -> Attributes:
        """The attributes of articles that the library defines."""
        from store.library.attributes.attributes import Attributes

        return Attributes(self._store, self._transactions, self._index)

    @cached_property
    def links(self) -> LinkLookup:
        """Articles by the names that links in notes use."""
        from store.library.link_lookup import LinkLookup

        return LinkLookup(self._seen)

    @cached_property
    def dictionary(self) -> UserDictionary:
        """Corrections of word segmentation."""
        from store.library.user_dictionary import UserDictionary

        return UserDictionary(self._store, self._transactions)

    @cached_property
    def dismissals(self) -> Dismissals:
        """Suggested tags that were dismissed for good."""
        from store.library.dismissals import Dismissals

        return Dismissals(self._store, self._transactions)

    @cached_property
    def searches(self) -> SavedSearches:
        """Queries that are saved under a name."""
        from store.library.searches.saved_searches import SavedSearches

        return SavedSearches(self._store, self._transactions, self.codebook.query)

    @cached_property
    def team(self) -> Team:
        """The team, its rounds, and the articles that are assigned to coders."""
        from store.library.team.team import Team

        return Team(self._store, self._transactions, self._seen, self.creator, self._read_roster)

    @cached_property
    def adjudication(self) -> Adjudication:
        """Where coders differ, and what is decided there."""
        from store.library.adjudication.adjudication import Adjudication

        return Adjudication(self._store, self._transactions, self.visibility, self.creator, self._read_roster)

    @cached_property
    def permissions(self) -> Permissions:
        """What the role of the user allows, where a server enforces it."""
        from store.library.team.permissions import Permissions

        return Permissions(self._store, self._read_roster, self.creator)

    @property
    def rights(self) -> ServerRights:
        """Who may use the library on its server.

        :raises UsageError: it is in a folder.
        """
        rights = self._store.rights
        if rights is None:
            raise UsageError(
                _(
                    "The library at {folder} is in a folder, which whoever may write its files may change: "
                    "rights are for libraries on a PostgreSQL server.",
                    folder=self.location,
                )
            )
        return rights

    def signature(self, article: str) -> str:
        """Return what new annotations of an article are signed with.

        It is the name of the user; with the number of the open round, as ``lin/2``, where the article is
        assigned to them in it.
        """
        member = self._read_roster().find(self.creator)
        assignment = self._read_roster().current(member, article) if member else None
        return assignment.signature if assignment else self.creator

    def _read_roster(self) -> Roster:
        """Return the team as it is, read once until it changes."""
        roster = self._roster
        if roster is None:
            from store.library.team.roster import Roster

            changes = self._team_changes
            roster = Roster.read(self._store)
            if changes == self._team_changes:  # else it may be that of before the change
                self._roster = roster
        return roster

    def _reopening(self, edits: Sequence[Edit]) -> Iterable[Edit]:
        """Return the edits by which articles are not adjudicated any more, if others change their cases."""
        if not any(edit.table == ANNOTATIONS for edit in edits) or not self._read_roster().adjudicated:
            return ()
        from store.library.adjudication.reopened import ReopenedArticles

        return ReopenedArticles(self._store, self._read_roster).edits(edits)

    def _with_what_appears(self, change: Change) -> Change:
        """Forget what a change makes untrue; return it with the articles whose annotations appear or vanish.

        This is before anybody else hears of the change.
        """
        if change.team:
            before = self.visibility.blind if self._roster is not None else {}
            self._team_changes += 1
            self._roster = None
            after = self.visibility.blind
            change = change.merged_with(Change(frozenset(before.keys() ^ after.keys())))
        self._verified.forget(change.articles)
        self._entries.forget(change.articles)
        return change

    @cached_property
    def merger(self) -> Merger:
        """Merges articles and annotations from other libraries and programs."""
        from store.library.merging.merger import Merger

        return Merger(self._store, self._transactions, self._index)

    def found_copies(self) -> list[ConflictCopy]:
        """Return the conflict copies that were come across when the index was last compared."""
        return self._store.copies.found()

    @cached_property
    def conflict_copies(self) -> ConflictCopyMerger:
        """What programs that sync folders keep of files that changed on two computers."""
        from store.library.merging.conflict_copies import ConflictCopyMerger

        return ConflictCopyMerger(self._store, self._transactions)

    @cached_property
    def packages(self) -> Packages:
        """What of the library somebody can take along, work on, and bring back."""
        from store.library.packages.packages import Packages

        return Packages(self._store, self.visibility)

    @cached_property
    def transfers(self) -> Transfers:
        """What the library receives from an offline copy of it, or as one from its server."""
        from store.library.transfers.offline_copy import Transfers

        return Transfers(self._store, self._transactions)

    def close(self) -> None:
        """Close the index and the store. Nothing needs saving: every change is on the disk already."""
        self.drafts.close()
        if "word_cuts" in self.__dict__:
            self.word_cuts.close()
        self._index.close()
        self._store.close()

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the library."""
        self.close()

    # Other processes

    def locked(self) -> AbstractContextManager[object]:
        """Hold the library's write lock: no other thread and no other process changes anything meanwhile."""
        return self._store.locked()

    def waiting_longer(self) -> AbstractContextManager[object]:
        """Within this context, wait longer for other writers on this thread."""
        return self._store.waiting_longer()

    def on_hint(self, heard: Callable[[], None]) -> None:
        """Have ``heard`` called on another thread when others have probably written, where that is known.

        It is a hint to :meth:`poll`, which must be called from time to time all the same.
        """
        self._store.hear(heard)

    def poll(self) -> None:
        """Notify subscribers of what other processes have changed since the last call."""
        news = self._index.news()
        if news:
            of_library = "" in news
            self._transactions.announce(
                Change(frozenset(news - {""}), codebook=of_library, searches=of_library, team=of_library)
            )

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._transactions.subscribe(listener)

    # The index

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Compare the index with the documents and update it; return the articles that had changed."""
        changed = self._index.resync(progress)
        if changed:
            self._transactions.announce(Change(changed, codebook=True, searches=True, team=True))
        return changed

    def damage(self) -> list[str]:
        """Return a sentence for each article that is left out of the list because it is damaged."""
        return list(self._index.damage.values())

    def verify_index(self) -> None:
        """Read all of the index and rebuild it if it is damaged. Call it in the background."""
        self._index.verify()

    def notices(self) -> list[str]:
        """Return, once each, what a user should know: the library is read-only, the index was rebuilt."""
        return [*self._store.notices(), *self._index.notices()]

    # Undo and redo

    def _check_undo(self, edits: tuple[Edit, ...]) -> None:
        from store.library.team.undo_rights import UndoRights

        UndoRights(self._store, self._read_roster, self.visibility, self.creator).check(edits)

    def undo(self, progress: Progress = no_progress) -> str | None:
        """Undo the last step; return its label, None when there is nothing to undo.

        :param progress: called with articles done and articles in total, until the undo can no longer be
            stopped.
        :raises Conflict: what the step changed has been changed elsewhere since; nothing is done.
        """
        return self._transactions.undo(progress)

    def redo(self, progress: Progress = no_progress) -> str | None:
        """Redo the step undone last; return its label, None when there is none.

        :param progress: as for :meth:`undo`.
        :raises Conflict: what the step changed has been changed elsewhere since; nothing is done.
        """
        return self._transactions.redo(progress)

    def is_undo_long(self) -> bool:
        """Whether :meth:`undo` would write so many articles that a user notices."""
        return self._transactions.is_undo_long()

    def is_redo_long(self) -> bool:
        """Whether :meth:`redo` would."""
        return self._transactions.is_redo_long()

    def one_step(self, label: str) -> AbstractContextManager[None]:
        """Record all changes made within this context as one step, and notify subscribers once at its end.

        With an empty label they are no step and cannot be undone.
        """
        return self._transactions.grouped(label)

    def last_changes(self) -> dict[str, str]:
        """Return when each article was last changed by a step, by ID, as far as the undo log goes back.

        Times are UTC, ISO 8601 with ``Z``. Reading an article is no step, and what is hidden from the user is
        left out.
        """
        from store.storage.history.last_changes import last_changes

        entries = self._entries.by_article()

        def is_hidden(article: str, document: int, creator: str) -> bool:
            entry = entries.get(article)
            is_known = entry is not None and document in entry.hidden_documents
            return is_known or self.visibility.is_hidden(article, creator)

        return last_changes(self._store.journal, is_hidden)

    def trim_undo_log(self, before: str) -> None:
        """Delete steps older than ``before`` from the undo log, except the last ``undo_log.KEPT``.

        :param before: UTC, ISO 8601 with ``Z``.
        """
        self._transactions.trim_undo_log(before)

    # Backups

    def back_up(self, archive: Path, progress: Progress = no_progress) -> int:
        """Write the library to a zip archive; return how many articles are in it."""
        return self._store.back_up(archive, progress)

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        """Whether :meth:`back_up_daily` would write a backup."""
        return self._store.is_backup_due(folder, keep=keep)

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        """Write today's backup if one is due; return its path.

        :param folder: where backups are kept; None for the library's own place.
        :param keep: how many to keep.
        """
        return self._store.back_up_daily(folder, keep=keep)

    # The starter articles

    def has_starters(self) -> bool:
        """Whether the starter articles have been added to this library once."""
        return bool(self._store.settings().get("starters"))

    def claim_starters(self) -> bool:
        """Return whether the starter articles may be added: once in a library's life, to the first who asks.

        From then on they count as added, so that those a user removes never come back.
        """
        with self._transactions.begin():
            settings = self._store.settings()
            if settings.get("starters"):
                return False
            claim = Edit.between("", LIBRARY, THE_ONE, settings, {**settings, "starters": True})
            self._store.apply([claim])
            return True
