"""The dialog of the palette: an input, and a list of what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.language import _, lazy
from tui.dialogs.base.dialog import UNKNOWN_WIDTH, FindDialog, line_width, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.paged_option_list import PagedOptionList
from tui.palette.choices import Choice, ranked
from tui.recent_list import RecentList
from tui.typesetting.fitting import fitted

KEYS = lazy("↑ ↓ choose · enter do it · esc close")

NOTHING = lazy("Nothing has such a name. Type the beginning of another word: English, 中文 or pinyin.")

KEYS_WIDTH = 14
"""The cells of a line for the keys."""

FEW_KEYS_WIDTH = 8
"""The cells for the keys in a narrow dialog."""

NARROW = 48
"""The width of a line in cells below which it does not name the pane."""

PLACE_WIDTH = 10
"""The cells of a line for the pane."""


class PaletteDialog(FindDialog[Choice | None]):
    """Asks what to do. Returns the choice, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("pagedown", "page(1)", "Page down", priority=True),
        Binding("pageup", "page(-1)", "Page up", priority=True),
    ]

    def __init__(
        self,
        choices: Sequence[Choice],
        recent: RecentList,
        *,
        theme: str = "",
        show_theme: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Create the dialog.

        :param choices: those that work here first.
        :param recent: the names of those used last.
        :param theme: the present theme, which is shown again when no other one was chosen.
        :param show_theme: shows a theme behind the dialog.
        """
        super().__init__()
        self._choices = choices
        self._recent = recent
        self._theme = self._shown = theme
        self._show_theme = show_theme
        self._listed: list[tuple[Choice, bool]] = []

    def compose(self) -> ComposeResult:
        """An input, the list, and what the highlighted choice does."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, _("What do you want to do?"), str(KEYS))
            yield Input(placeholder=_("Type a name: export, undo, 导出, daochu, dc…"))
            self._listed = ranked(self._choices, "", self._recent)  # so that the first paint shows them
            yield PagedOptionList(*self._options(UNKNOWN_WIDTH))
            yield WrappedText(classes="hint explained")

    def on_mount(self) -> None:
        """Highlight the first choice, and load the readings of characters before they are typed."""
        super().on_mount()
        self.query_one(OptionList).highlighted = 0
        self.run_worker(_load_readings, thread=True, group="readings")

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.call_after_refresh(self._list_again)

    def _list_again(self) -> None:
        self._list(self.query_one(Input).value, self.query_one(OptionList).highlighted or 0)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """List what matches the input."""
        self._list(event.value, 0)

    def _list(self, typed: str, highlighted: int) -> None:
        self._listed = ranked(self._choices, typed, self._recent)
        options = self.query_one(OptionList)
        width = line_width(options)
        options.clear_options()
        options.add_options(self._options(width))
        options.highlighted = min(highlighted, len(self._listed) - 1) if self._listed else None
        if not self._listed:
            self.query_one(WrappedText).show(str(NOTHING))
            self._preview("")

    def _options(self, width: int) -> list[Option]:
        return [Option(_line(choice, width, is_chinese)) for choice, is_chinese in self._listed]

    @on(OptionList.OptionHighlighted)
    def explain(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the highlighted choice does."""
        if event.option_index < len(self._listed):
            choice = self._listed[event.option_index][0]
            self.query_one(WrappedText).show(choice.help)
            self._preview(choice.theme)

    def _preview(self, theme: str) -> None:
        """Show a theme, or the one before if it is empty."""
        theme = theme or self._theme
        if theme and theme != self._shown:
            self._shown = theme
            self._show_theme(theme)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def accept(self) -> None:
        """Return the highlighted choice."""
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._listed):
            self._preview(self._listed[place][0].theme)
            self.dismiss(self._listed[place][0])

    def on_click(self, event: events.Click) -> None:
        """Close at a click beside the dialog."""
        if event.widget is self:
            self.action_leave()

    def action_page(self, step: int) -> None:
        """Move the highlight by a page."""
        options = self.query_one(PagedOptionList)
        if step > 0:
            options.action_page_down()
        else:
            options.action_page_up()

    def action_leave(self) -> None:
        """Cancel."""
        self._preview("")
        self.dismiss(None)


def _load_readings() -> None:
    from store.chinese.pinyin import syllables

    syllables("读")


def _line(choice: Choice, width: int, is_chinese: bool) -> Text:
    """The line of a choice: its title, its pane and its keys."""
    is_narrow = width < NARROW
    keys_width, place_width = (KEYS_WIDTH, PLACE_WIDTH + 1)
    if is_narrow:
        keys_width, place_width = (FEW_KEYS_WIDTH if choice.keys else 0, 0)
    room = max(8, width - place_width - keys_width - 1)
    title = choice.title
    if is_chinese and choice.chinese != choice.title:
        title = f"{title}  {choice.chinese}"
    title = fitted(title, room)
    style = "" if choice.is_here else "dim"
    line = Text(no_wrap=True, overflow="ellipsis", end="")
    line.append(title + " " * (room - cell_len(title) + 1), style)
    if not is_narrow:
        place = fitted(choice.place, PLACE_WIDTH)
        line.append(place + " " * (PLACE_WIDTH - cell_len(place) + 1), "dim")
    keys = fitted(choice.keys, keys_width)
    line.append(" " * (keys_width - cell_len(keys)) + keys, "bold" if choice.is_here else "")
    return line
