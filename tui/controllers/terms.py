"""Marks lists of terms, and clips what fills the gap of a pattern."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from store.chinese.words import Segmenter
from store.errors import Stopped, UsageError
from store.language import _
from store.library import Library
from store.progress import Progress
from store.query.tree import Query
from store.wording import counted, listed
from tui.controllers.history import HistoryController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered
from tui.user_folders import expanded

if TYPE_CHECKING:
    from store.terms.clipper import Clip, ClipPattern
    from store.terms.listed_term import ListedTerm
    from store.terms.marking import FoundTerms, MarkedTerms
    from tui.dialogs.clipping import ClipAct, ClipDialog, ClipSettings
    from tui.dialogs.terms import MarkTermsDialog

STEPS = 50
"""Articles between two messages of progress."""


class TermController:
    """Asks for lists of terms and patterns, and does what the user chooses with what is found."""

    def __init__(
        self, app: App[None], library: Library, segmenter: Segmenter, writes: WriteQueue, tags: TagPrompt
    ) -> None:
        self._app = app
        self._library = library
        self._segmenter = segmenter
        self._writes = writes
        self._tags = tags
        self._history = HistoryController(app, library, writes)
        self._clip_settings: ClipSettings | None = None

    # Lists of terms

    def ask(self, query: Query) -> None:
        """Ask for a list of terms, and which of them to mark in the articles of a query."""
        from tui.dialogs.terms import TermFileDialog

        def read(typed: str | None) -> None:
            if typed:
                self.mark(expanded(Path(typed)), query)

        self._app.push_screen(TermFileDialog(), when_answered(self._app, read))

    def mark(self, path: Path, query: Query) -> None:
        """Ask which terms of a list to mark in the articles of a query.

        :raises PizhuError: the file is no list of terms.
        """
        from store.importing.input_file import read_input
        from store.importing.limits import MAX_CODEBOOK_BYTES
        from store.terms.marking import find_terms
        from store.terms.term_list import parse
        from tui.dialogs.terms import MarkTermsDialog

        data = read_input(path, MAX_CODEBOOK_BYTES, _("too large for a list of terms"))
        terms: list[ListedTerm] = parse(data, path.name, needs_tags=False)
        dialog = MarkTermsDialog(path.name, len(terms))
        found_terms: list[FoundTerms] = []

        def read() -> FoundTerms:
            progress = self._progress_of(dialog)
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

    def _progress_of(self, dialog: MarkTermsDialog | ClipDialog) -> Progress:
        """Return what shows progress in a dialog, and stops when that is closed."""

        def report(done: int, total: int) -> None:
            if dialog.is_dismissed:
                raise Stopped(_("Stopped."))
            if done and done % STEPS == 0 and done < total:
                self._app.call_from_thread(dialog.show_progress, done, total)

        return report

    # The clipper

    def clip(self, query: Query, words: str = "") -> None:
        """Open the clipper for the articles of a query.

        :param words: words beside the gap; empty for the pattern that was typed last.
        """
        from tui.dialogs.clipping import ClipDialog, ClipSettings

        settings = self._clip_settings = self._clip_settings or ClipSettings()
        if words:
            settings.written = words if "*" in words else f"{words}*"
        dialog = ClipDialog(
            settings,
            lambda pattern: self._find_fillers(dialog, settings, pattern, query),
            self._act,
        )
        self._app.push_screen(dialog)

    def _find_fillers(
        self, dialog: ClipDialog, settings: ClipSettings, pattern: ClipPattern, query: Query
    ) -> None:
        from store.terms.clipper import Clipper, GapUnit, clip

        unit, most = settings.unit, settings.most

        def read() -> Clip:
            if unit is not GapUnit.CHARACTERS:
                self._segmenter.load()
            clipper = Clipper(pattern, unit, most, self._segmenter)
            return clip(self._library, pattern, clipper, query, self._progress_of(dialog))

        look_up(self._app, dialog, read, dialog.show, dialog.fail)

    def _act(self, act: ClipAct, found: Clip, fillers: Sequence[str]) -> None:
        from tui.dialogs.clipping import ClipAct

        acts: dict[ClipAct, Callable[[Clip, Sequence[str]], None]] = {
            ClipAct.TAG: self._tag_fillers,
            ClipAct.WORDS: self._add_words,
            ClipAct.FILE: self._write_fillers,
            ClipAct.UNDO: lambda _found, _fillers: self._history.undo(),
        }
        acts[act](found, fillers)

    def _tag_fillers(self, found: Clip, fillers: Sequence[str]) -> None:
        from store.terms.clipper import tag_fillers

        places = counted(sum(map(len, found.ranges(fillers).values())), "place", "places")

        def done(count: int) -> None:
            say(self._app, undoable(_("Tagged {count:,} of {places}", count=count, places=places)))

        def tag(tags: tuple[str, ...]) -> None:
            if tags:
                self._tags.remember(tags)
                self._writes.run_long(
                    _("Tagging {places}", places=places),
                    lambda progress: tag_fillers(self._library, found, fillers, tags, progress),
                    done,
                )

        subject = _("Tag {names} in {places}", names=_first(fillers), places=places)
        self._tags.ask(subject, "", (), tag)

    def _add_words(self, _found: Clip, fillers: Sequence[str]) -> None:
        def done(count: int) -> None:
            words = counted(count, "word", "words")
            say(self._app, undoable(_("Added {words} to the user dictionary", words=words)))

        self._writes.run(partial(self._library.dictionary.join_all, fillers), done)

    def _write_fillers(self, _found: Clip, fillers: Sequence[str]) -> None:
        from tui.dialogs.base.prompt import PromptDialog

        def write(typed: str) -> None:
            path = expanded(Path(typed))
            write_terms(path, fillers)
            terms = counted(len(fillers), "term", "terms")
            say(self._app, _("Wrote {things} to {path}", things=terms, path=path))

        dialog = PromptDialog(
            _("Write {terms} to a file", terms=counted(len(fillers), "term", "terms")),
            _("a .txt file with a term a line, or a .csv file; “Mark terms…” reads both"),
        )
        self._app.push_screen(dialog, when_answered(self._app, write))


def write_terms(path: Path, fillers: Sequence[str]) -> None:
    """Write words as a list of terms, a table if the suffix is ``.csv``.

    :raises PizhuError: the file exists, or cannot be written.
    """
    from store.exporting import export_text
    from store.terms.listed_term import ListedTerm
    from store.terms.term_list import table

    if path.exists():
        raise UsageError(_("{path} exists already: choose another name.", path=path))
    is_table = path.suffix.lower() == ".csv"
    content = table(map(ListedTerm, fillers)) if is_table else "\n".join([*fillers, ""])
    export_text(path, [content], suffixes=(".csv", ".txt"))


def _first(names: Sequence[str]) -> str:
    """Return up to three names."""
    return listed((*names[:3], *["…"] * (len(names) > 3)))
