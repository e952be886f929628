"""Marks the terms of lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from store.language import _
from store.library import Library
from store.query.tree import Query
from store.wording import counted, listed
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.controllers.terms.reading_progress import progress_in
from tui.looks.error_toasts import when_answered
from tui.user_folders import expanded

if TYPE_CHECKING:
    from store.terms.listed_term import ListedTerm
    from store.terms.marking import FoundTerms, MarkedTerms


class TermListController:
    """Asks for a list of terms and which of them to mark, and tags their places in one step."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue, tags: TagPrompt) -> None:
        self._app = app
        self._library = library
        self._writes = writes
        self._tags = tags

    def ask(self, query: Query) -> None:
        """Ask for a list of terms, and which of them to mark in the articles of a query."""
        from tui.dialogs.terms.marking import TermFileDialog

        read_lists: list[tuple[str, list[ListedTerm]]] = []

        def read(typed: str) -> None:
            path = expanded(Path(typed))
            read_lists[:] = [(path.name, terms_of(path))]
            dialog.dismiss(typed)

        def choose(_typed: str) -> None:
            name, terms = read_lists[0]
            self._choose(name, terms, query)

        dialog = TermFileDialog(read)
        self._app.push_screen(dialog, when_answered(self._app, choose))

    def mark(self, path: Path, query: Query) -> None:
        """Ask which terms of a list to mark in the articles of a query.

        :raises PizhuError: the file is no list of terms.
        """
        self._choose(path.name, terms_of(path), query)

    def _choose(self, name: str, terms: list[ListedTerm], query: Query) -> None:
        from store.terms.marking import find_terms
        from tui.dialogs.terms.marking import MarkTermsDialog

        dialog = MarkTermsDialog(name, len(terms))
        found_terms: list[FoundTerms] = []

        def read() -> FoundTerms:
            progress = progress_in(self._app, dialog)
            found_terms[:] = [find_terms(self._library, terms, query, progress=progress)]
            return found_terms[0]

        def marked(picked: list[int] | None) -> None:
            if picked and found_terms:
                self._ask_tags(found_terms[0], picked)

        self._app.push_screen(dialog, when_answered(self._app, marked))
        look_up(self._app, dialog, read, dialog.show)

    def _ask_tags(self, found: FoundTerms, picked: Sequence[int]) -> None:
        """Mark terms; ask for tags first if some have none."""
        untagged = [found.terms[number].written for number in picked if not found.terms[number].tags]
        if not untagged:
            self._mark(found, picked)
            return

        def tag(tags: tuple[str, ...]) -> None:
            if tags:
                self._tags.remember(tags)
                found.tag_untagged(tags)
                self._mark(found, picked)

        self._tags.ask(_("Tags of {terms}", terms=counted(len(untagged), "term", "terms")), "", (), tag)

    def _mark(self, found: FoundTerms, picked: Sequence[int]) -> None:
        from store.terms.marking import mark_terms

        def done(marked: MarkedTerms) -> None:
            places = counted(marked.tagged, "place", "places")
            say(self._app, undoable(_("Tagged {places}", places=places)))
            if marked.other_identities:
                tags = listed(marked.other_identities)
                say(self._app, _("Kept another identity than in the list: {tags}", tags=tags))

        work = _("Marking {terms}", terms=counted(len(picked), "term", "terms"))
        self._writes.run_long(
            work,
            lambda progress: mark_terms(self._library, found, frozenset(picked), progress),
            done,
        )


def terms_of(path: Path) -> list[ListedTerm]:
    """Read a list of terms.

    :raises PizhuError: the file cannot be read, or is no list of terms.
    """
    from store.importing.input_file import read_input
    from store.importing.limits import MAX_CODEBOOK_BYTES
    from store.terms.term_list import parse

    data = read_input(path, MAX_CODEBOOK_BYTES, _("too large for a list of terms"))
    return parse(data, path.name, needs_tags=False)
