"""The clipper: asks for a pattern with a gap, lists what fills it, and what to do with that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static

from store.errors import UsageError
from store.language import _, lazy
from store.terms.clipper import Clip, ClipPattern, Filler, GapUnit
from store.wording import counted
from tui.dialogs.base.checklist import NOTHING_TICKED, ChecklistDialog
from tui.dialogs.base.dialog import set_frame
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells, displayed

INPUT_KEYS = lazy("enter find · esc close")
LIST_KEYS = lazy("space tick · t tag · w word · e file · p unit · + - · i edit")
HINT = lazy(
    "Words with one gap: 记者* lists what follows 记者, *表示 what precedes, 在*召开 what is between."
)
NOTHING_FILLS = lazy("Nothing fills this gap. Try other words, p for another unit, or + for more of them.")

UNITS = {
    GapUnit.WORD: lazy("words", "gap"),
    GapUnit.NAME: lazy("names of persons", "gap"),
    GapUnit.CHARACTERS: lazy("characters", "gap"),
}
BEFORE = 10
"""Characters before a filler that are kept where an example is too long."""
LONGEST = 20
"""The most words or characters that fill a gap."""


class ClipAct(StrEnum):
    """What is done with fillers."""

    TAG = "tag"
    WORDS = "words"
    FILE = "file"
    UNDO = "undo"
    """The last change of the library."""


class ClipSettings:
    """What the clipper looks for; kept while its dialog is closed."""

    def __init__(self) -> None:
        self.written = ""
        self.unit = GapUnit.WORD
        self.most: int | None = None

    @property
    def length(self) -> int:
        """How many words or characters fill a gap at most."""
        return self.most or (1 if self.unit is GapUnit.WORD else 4)


class ClipDialog(ChecklistDialog[Filler]):
    """Lists what fills the gap of a pattern. It stays open while things are done with that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", f"act('{ClipAct.TAG}')", "Tag"),
        Binding("w", f"act('{ClipAct.WORDS}')", "Words"),
        Binding("e", f"act('{ClipAct.FILE}')", "File"),
        Binding("p", "unit", "Unit"),
        Binding("u", f"act('{ClipAct.UNDO}')", "Undo"),
        Binding("+,=,plus,equals_sign", "length(1)", "Longer"),
        Binding("-,minus", "length(-1)", "Shorter"),
        Binding("i,slash", "edit", "Pattern"),
        Binding("down", "to_list", "List", show=False),
    ]

    def __init__(
        self,
        settings: ClipSettings,
        find: Callable[[ClipPattern], None],
        act: Callable[[ClipAct, Clip, Sequence[str]], None],
    ) -> None:
        """Create the dialog.

        :param settings: what is looked for; the dialog changes it.
        :param find: looks for the fillers of a pattern, and passes them to :meth:`show`.
        :param act: does something with some fillers.
        """
        super().__init__()
        self._settings = settings
        self._find = find
        self._act = act
        self._found: Clip | None = None
        self._told = ""

    def compose(self) -> ComposeResult:
        """The pattern, the list, examples and an error message."""
        with Vertical(classes="dialog -wide -clip"):
            yield Input(self._settings.written, placeholder="记者*", select_on_focus=False)
            yield Static(classes="kinds", markup=False)
            yield PagedOptionList()
            yield Static(str(HINT), classes="detail hint", markup=False)
            yield Static(classes="error", markup=False)

    def on_mount(self) -> None:
        """Find at once if a pattern is known."""
        super().on_mount()
        self._update_title()
        field = self.query_one(Input)
        field.cursor_position = len(field.value)
        if "*" in self._settings.written:
            self._search()

    @on(Input.Submitted)
    def submit(self) -> None:
        """Look for what fills the gap."""
        self._settings.written = self.query_one(Input).value.strip()
        self._search()

    @on(Input.Changed)
    def type(self) -> None:
        """Remove the error."""
        self._show_error("")

    def _search(self) -> None:
        try:
            pattern = ClipPattern.parse(self._settings.written)
        except UsageError as error:
            self._show_error(str(error))
            return
        self._show_error("")
        self._told = _("looking…")
        self._update_title()
        self._find(pattern)

    @late_answer
    def show_progress(self, done: int, total: int) -> None:
        """Say how many articles have been read."""
        self._told = _("articles read: {done:,} of {total:,}", done=done, total=total)
        self._update_title()

    @late_answer
    def show(self, found: Clip) -> None:
        """List what fills the gap."""
        self._found, self.ticked = found, set()
        self.items = found.fillers()
        self._told = _(
            "{fillers} in {places}",
            fillers=counted(len(self.items), "filler", "fillers"),
            places=counted(sum(each.places for each in self.items), "place", "places"),
        )
        self.list_items()
        self._update_title()
        if self.items:
            self.query_one(OptionList).focus()
        else:
            self.query_one(".detail", Static).update(str(HINT))
            self._show_error(str(NOTHING_FILLS))

    @late_answer
    def fail(self, message: str) -> None:
        """Show why nothing could be found."""
        self._told = ""
        self._update_title()
        self._show_error(message)

    def line(self, index: int) -> Text:
        """The line of a filler: its places, articles, itself and an example."""
        each = self.items[index]
        line = Text(f"{each.places:>6,}", no_wrap=True, overflow="ellipsis")
        line.append(f"{each.articles:>6,}  ", "dim")
        line.append(fitted(each.text, (self.width - line.cell_len) // 2), "bold")
        line.append(" " * max(2, 32 - line.cell_len))
        return line.append_text(self._example(each.examples[0], each.text, self.width - line.cell_len))

    def _example(self, example: str, filler: str, width: int) -> Text:
        """An example on a line; see :func:`_example`."""
        before, _gap, after = self._settings.written.partition("*")
        at = example.find(before + filler + after)
        at = at + len(before) if at >= 0 else max(0, example.find(filler))
        return _example(example, at, filler, width)

    @on(OptionList.OptionHighlighted)
    def show_examples(self, event: OptionList.OptionHighlighted) -> None:
        """Show the examples of the highlighted filler."""
        detail = self.query_one(".detail", Static)
        if event.option_index < len(self.items):
            width = max(10, self.width)
            filler = self.items[event.option_index]
            lines = [self._example(each, filler.text, width) for each in filler.examples]
            detail.update(Text("\n").join(lines))

    def action_tick(self) -> None:
        """Tick the highlighted filler; in the pattern, type a space."""
        field = self.query_one(Input)
        if field.has_focus:
            field.insert_text_at_cursor(" ")
        else:
            super().action_tick()

    @on(OptionList.OptionSelected)
    def tag(self, event: OptionList.OptionSelected) -> None:
        """Tag the ticked fillers, as ``t`` does."""
        event.prevent_default()  # the dialog stays open
        self.action_act(ClipAct.TAG)

    def accept(self) -> None:
        """Do nothing: enter in an empty list has nothing to tag."""

    def action_act(self, name: str) -> None:
        """Do something with the ticked fillers; without any, with the highlighted one."""
        chosen = [self.items[index].text for index in sorted(self.ticked)]
        highlighted = self.query_one(OptionList).highlighted
        if not chosen and highlighted is not None and highlighted < len(self.items):
            chosen = [self.items[highlighted].text]
        if name == ClipAct.UNDO:
            self._act(ClipAct.UNDO, self._found or Clip(), ())
        elif chosen and self._found is not None:
            self._act(ClipAct(name), self._found, chosen)
        else:
            self._show_error(str(NOTHING_TICKED))

    def action_unit(self) -> None:
        """Fill the gap with something else: words, names, characters."""
        units = list(UNITS)
        self._settings.unit = units[(units.index(self._settings.unit) + 1) % len(units)]
        self._settings.most = None
        self._search()

    def action_length(self, step: int) -> None:
        """Fill the gap with more or fewer words or characters."""
        if self._settings.unit is not GapUnit.NAME:
            self._settings.most = max(1, min(LONGEST, self._settings.length + step))
            self._search()

    def action_edit(self) -> None:
        """Go to the pattern."""
        self.query_one(Input).focus()

    def action_to_list(self) -> None:
        """Go from the pattern to the list."""
        if self.items:
            self.query_one(OptionList).focus()

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self._update_title()

    def _update_title(self) -> None:
        in_list = self.query_one(OptionList).has_focus
        title = (
            _("Clip what fills a gap: {told}", told=self._told) if self._told else _("Clip what fills a gap")
        )
        set_frame(self.query_one(".dialog"), title, LIST_KEYS if in_list else INPUT_KEYS)
        line = Text(no_wrap=True, overflow="ellipsis")
        for unit, name in UNITS.items():
            line.append(f"{name}   ", "bold" if unit is self._settings.unit else "dim")
        if self._settings.unit is not GapUnit.NAME:
            line.append(_("at most {number}", number=self._settings.length), "bold")
        self.query_one(".kinds", Static).update(line)


def _example(example: str, at: int, filler: str, width: int) -> Text:
    """An example on a line, the filler in bold. What stands far before it is left out where room is short."""
    first = max(0, at - BEFORE) if cells(example) > width else 0
    lead = "…" * (first > 0) + example[first:at]
    end = at + len(filler)
    line = Text(displayed(lead), "dim", no_wrap=True, overflow="ellipsis")
    line.append(displayed(example[at:end]), "bold not dim").append(displayed(example[end:]))
    line.truncate(width, overflow="ellipsis")
    return line
