"""Marks the terms of a list: asks for the file, and which of its terms to mark."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.suggester import Suggester
from textual.widgets import Input, Static

from store.importing.inputs.completion import entries_for
from store.language import _, lazy, pgettext
from store.terms.marking import FoundTerms, TermCount
from store.wording import counted
from tui.dialogs.base.checklist import TICK, ChecklistDialog
from tui.dialogs.base.dialog import set_frame
from tui.dialogs.base.prompt import PromptDialog
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells

FILE_KEYS = lazy("tab complete · enter continue · esc cancel")
FILE_HINT = lazy(
    "Text with a term a line, or a .csv table with the columns term, tag, identity. "
    "A term is words, /a regular expression/ or ~“a formula”."
)
KEYS = lazy("space tick · a all · enter mark · esc cancel")
NONE_FOUND = lazy("None of the terms stands in these articles. Press esc, and try another list or filter.")

WIDTH = 9
"""Cells of a number in the list."""

SUFFIXES = (".txt", ".csv", ".tsv")
"""Those of files that are suggested."""


class TermFileDialog(PromptDialog):
    """Asks for a file with a list of terms. What was typed is completed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", priority=True)]

    def __init__(self, act: Callable[[str], None]) -> None:
        """Create the dialog.

        :param act: reads the file: see :class:`PromptDialog`.
        """
        super().__init__(_("Mark the terms of a list"), str(FILE_HINT), act=act)

    def compose(self) -> ComposeResult:
        """An input that suggests files, the hint and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, FILE_KEYS)
            yield Input(
                placeholder=_("~/terms.csv"),
                suggester=_Files(),
                select_on_focus=False,
            )
            yield Static(self._hint, classes="hint", markup=False)
            yield Static(classes="error")

    async def action_complete(self) -> None:
        """Take the file that is suggested."""
        field = self.query_one(Input)
        suggested = await _Files().get_suggestion(field.value)
        if suggested is not None:
            field.value = suggested
            field.cursor_position = len(suggested)


class _Files(Suggester):
    """Suggests the first file or folder whose path begins with what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        paths = (
            each.path for each in entries_for(value) if each.is_folder or each.name.lower().endswith(SUFFIXES)
        )
        return next((path for path in paths if path.startswith(value) and path != value), None)


class MarkTermsDialog(ChecklistDialog[int]):
    """Asks which terms to mark. Returns their numbers in the list, or None if cancelled. All start ticked."""

    def __init__(self, name: str, terms: int) -> None:
        """Create the dialog. :meth:`show` lists the terms.

        :param name: that of the file.
        :param terms: how many terms it has.
        """
        super().__init__()
        self._name = name
        self._terms = terms
        self._counts: list[TermCount] = []
        self._is_complete = False

    def compose(self) -> ComposeResult:
        """The heads of the columns, the list and an error message."""
        with Vertical(classes="dialog -wide"):
            yield Static(_heads(), classes="kinds", markup=False)
            yield PagedOptionList()
            yield Static(classes="error", markup=False)

    def on_mount(self) -> None:
        """Say that the terms are sought."""
        super().on_mount()
        self._set_title(_("Looking for {terms}…", terms=counted(self._terms, "term", "terms")))

    @late_answer
    def show_progress(self, done: int, total: int) -> None:
        """Say how many articles have been read."""
        if not self._is_complete:
            terms = counted(self._terms, "term", "terms")
            self._set_title(
                _(
                    "Looking for {terms} in articles: {done:,} of {total:,}",
                    terms=terms,
                    done=done,
                    total=total,
                )
            )

    @late_answer
    def show(self, found: FoundTerms) -> None:
        """List the terms that were found, the most frequent first."""
        self._is_complete = True
        self._counts = found.counts()
        present = [number for number, each in enumerate(self._counts) if each.places]
        self.items = sorted(present, key=lambda number: -self._counts[number].places)
        self.ticked = set(range(len(self.items)))
        self.list_items()
        self._set_title(
            _(
                "{found} of {terms} in {places} of {articles}",
                found=f"{len(present):,}",
                terms=counted(self._terms, "term", "terms"),
                places=counted(found.places, "place", "places"),
                articles=counted(len(found.by_article), "article", "articles"),
            )
        )
        if not present:
            self._show_error(str(NONE_FOUND))

    def accept(self) -> None:
        """Return the ticked terms, once they have been found."""
        if self._is_complete and self.items:
            super().accept()

    def line(self, index: int) -> Text:
        """The line of a term: its places, articles, words, tags and identity."""
        each = self._counts[self.items[index]]
        line = Text(f"{each.places:>{WIDTH},}", no_wrap=True, overflow="ellipsis")
        line.append(f"{each.articles:>{WIDTH},}  ", "dim")
        tags = "  ".join(f"#{tag}" for tag in each.tags) + (f"  = {each.same_as}" if each.same_as else "")
        room = self.width - line.cell_len
        line.append(fitted(each.term, room - min(cells(tags) + 2, room // 2)), "bold")
        if tags:
            line.append(f"  {fitted(tags, self.width - line.cell_len - 2)}", "dim")
        return line

    def _set_title(self, told: str) -> None:
        title = _("{name}: {told}", name=self._name, told=told)
        set_frame(self.query_one(".dialog"), title, KEYS)


def _heads() -> Text:
    """The heads of the columns, above the lines of the list."""
    line = Text(" " * len(TICK), "dim", no_wrap=True, overflow="ellipsis")
    for head in (pgettext("column", "Places"), pgettext("column", "Articles")):
        line.append(" " * max(0, WIDTH - cells(head)) + head)
    return line.append(f"  {pgettext('column', 'Term')}")
