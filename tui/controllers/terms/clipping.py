"""Clips what fills the gap of a pattern."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from store.chinese.words import Segmenter
from store.errors import UsageError
from store.language import _
from store.library import Library
from store.query.tree import Query
from store.wording import counted, listed
from tui.controllers.history import HistoryController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.controllers.terms.reading_progress import progress_in
from tui.user_folders import expanded

if TYPE_CHECKING:
    from store.terms.clipper import Clip, ClipPattern
    from tui.dialogs.terms.clipping import ClipAct, ClipDialog, ClipSettings


class ClipController:
    """Opens the clipper, and tags, learns or writes what the user chooses in it."""

    def __init__(
        self, app: App[None], library: Library, segmenter: Segmenter, writes: WriteQueue, tags: TagPrompt
    ) -> None:
        self._app = app
        self._library = library
        self._segmenter = segmenter
        self._writes = writes
        self._tags = tags
        self._history = HistoryController(app, library, writes)
        self._settings: ClipSettings | None = None

    def open(self, query: Query, words: str = "") -> None:
        """Open the clipper for the articles of a query.

        :param words: words beside the gap; empty for the pattern that was typed last.
        """
        from tui.dialogs.terms.clipping import ClipDialog, ClipSettings

        settings = self._settings = self._settings or ClipSettings()
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
        from store.terms.clipper import NO_NAMES, Clipper, GapUnit, clip, known_names

        unit, most = settings.unit, settings.most

        def read() -> Clip:
            if unit is not GapUnit.CHARACTERS:
                self._segmenter.load()
            names = known_names(self._library) if unit is GapUnit.NAME else NO_NAMES
            clipper = Clipper(pattern, unit, most, self._segmenter, names)
            return clip(self._library, pattern, clipper, query, progress_in(self._app, dialog))

        look_up(self._app, dialog, read, dialog.show, dialog.fail)

    def _act(self, act: ClipAct, found: Clip, fillers: Sequence[str]) -> None:
        from tui.dialogs.terms.clipping import ClipAct

        acts: dict[ClipAct, Callable[[Clip, Sequence[str]], None]] = {
            ClipAct.TAG: self.tag_fillers,
            ClipAct.WORDS: lambda _found, fillers: self.add_words(fillers),
            ClipAct.FILE: lambda _found, fillers: self.write_fillers(fillers),
            ClipAct.UNDO: lambda _found, _fillers: self._history.undo(),
        }
        acts[act](found, fillers)

    def tag_fillers(self, found: Clip, fillers: Sequence[str]) -> None:
        """Ask for tags, and tag all places of some fillers."""
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

    def add_words(self, fillers: Sequence[str]) -> None:
        """Add words to the user dictionary."""

        def done(count: int) -> None:
            words = counted(count, "word", "words")
            say(self._app, undoable(_("Added {words} to the user dictionary", words=words)))

        self._writes.run(partial(self._library.dictionary.join_all, fillers), done)

    def write_fillers(self, fillers: Sequence[str]) -> None:
        """Ask for a file, and write words to it as a list of terms."""
        from tui.dialogs.base.prompt import PromptDialog

        def write(typed: str) -> None:
            path = expanded(Path(typed))
            write_terms(path, fillers)
            dialog.dismiss(typed)
            terms = counted(len(fillers), "term", "terms")
            say(self._app, _("Wrote {things} to {path}", things=terms, path=path))

        dialog = PromptDialog(
            _("Write {terms} to a file", terms=counted(len(fillers), "term", "terms")),
            _("a .txt file with a term a line, or a .csv file; “Mark terms…” reads both"),
            act=write,
        )
        self._app.push_screen(dialog)


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
