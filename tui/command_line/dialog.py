"""The bar of the command line, on the bottom lines of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from store.errors import PizhuError
from store.language import Lazy, _, lazy
from tui.command_line.commands import BY_NAME
from tui.command_line.completion import Completions
from tui.command_line.pizhu_commands import PIZHU_COMMANDS
from tui.command_line.target import Act
from tui.dialogs.base.dialog import Dialog, fitted_hints
from tui.dialogs.base.emptied_input import EmptiedInput
from tui.dialogs.base.wrapped_text import WrappedText
from tui.recent_list import RecentList
from tui.typesetting.fitting import fitted

HINT = lazy("tab completes · ↑ earlier commands · enter runs · esc closes")


class CommandLineDialog(Dialog[Act | None]):
    """Asks for a command. Returns what it does, or None if cancelled. Errors are shown in the bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("tab", "complete(1)", "Complete", priority=True),
        Binding("shift+tab", "complete(-1)", "Complete", priority=True),
        Binding("up,ctrl+p", "recall(1)", "Earlier", priority=True),
        Binding("down,ctrl+n", "recall(-1)", "Later", priority=True),
    ]

    def __init__(
        self,
        interpret: Callable[[str], Act],
        complete: Callable[[str], Completions],
        history: RecentList,
    ) -> None:
        """Create the bar.

        :param interpret: returns what a line does, or raises :class:`PizhuError`.
        :param complete: returns what the end of a line may become.
        :param history: the lines that were typed before.
        """
        super().__init__()
        self._interpret = interpret
        self._complete = complete
        self._history = history
        self._completions = Completions(0, [])
        self._chosen = -1
        """The completion in the input, or -1."""
        self._typed = ""
        """What was typed, without what completion or the history put into the input."""
        self._recalled = -1
        """The place in the history, from the latest on, or -1."""
        self._put = ""
        """What was last put into the input by completion or from the history."""

    def compose(self) -> ComposeResult:
        """A line for completions or a hint, an error, and the input."""
        with Vertical(id="bar"):
            yield WrappedText(classes="error")
            yield Static(self._usage(""), id="offers", markup=False)
            with Horizontal():
                yield Static(":", id="colon", markup=False)
                yield EmptiedInput(select_on_focus=False)

    @on(Input.Changed)
    def explain(self, event: Input.Changed) -> None:
        """Show the usage of the command once its name is typed."""
        if event.value == self._put and (self._chosen >= 0 or self._recalled >= 0):
            return
        self._chosen, self._recalled, self._typed = -1, -1, event.value
        self.query_one(WrappedText).show("")
        self._show(Text(self._usage(event.value)))

    def _usage(self, line: str) -> str:
        """The usage of the command that a line begins with, or the key hints that fit."""
        return fitted_hints(_usage(line), self.app.size.width - 2)

    def _show(self, text: Text) -> None:
        self.query_one("#offers", Static).update(text)

    def _fill(self, line: str) -> None:
        field = self.query_one(EmptiedInput)
        self._put = line
        field.value = line
        field.cursor_position = len(line)

    def action_complete(self, step: int) -> None:
        """Put the next completion into the input."""
        if self._chosen < 0:
            self._typed = self.query_one(EmptiedInput).value
            self._completions = self._complete(self._typed)
        start, offered = self._completions
        if not offered:
            self._show(Text(_("Nothing completes this")))
            return
        if self._chosen < 0:
            self._chosen = 0 if step > 0 else len(offered) - 1
        else:
            self._chosen = (self._chosen + step) % len(offered)
        self._recalled = -1
        self._fill(self._typed[:start] + offered[self._chosen])
        if len(offered) == 1:
            self._chosen = -1  # tab goes on from here
            self._show(Text(self._usage(self._put)))
        else:
            self._show(_offers(offered, self._chosen, self.size.width - 2))

    def action_recall(self, step: int) -> None:
        """Put an earlier line that begins as what was typed into the input."""
        lines = [line for line in self._history if line.startswith(self._typed)]
        if self._recalled < 0 and self._chosen < 0:
            self._typed = self.query_one(EmptiedInput).value
            lines = [line for line in self._history if line.startswith(self._typed)]
        place = self._recalled + step
        if place >= len(lines) or place < -1:
            return
        self._chosen, self._recalled = -1, place
        self._fill(lines[place] if place >= 0 else self._typed)
        self._show(Text(self._usage(self._put)))

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Return what the line does. If it is wrong, show why."""
        line = event.value.strip()
        if not line:
            self.dismiss(None)
            return
        self._history.add(line)
        try:
            act = self._interpret(line)
        except PizhuError as error:
            self.query_one(WrappedText).show(str(error))
            return
        self.dismiss(act)

    @on(EmptiedInput.Emptied)
    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


def _usage(line: str) -> str:
    """The usage of the command that a line begins with, or the hint."""
    name = line.strip().lstrip(":").split(" ")[0].rstrip("!")
    if command := BY_NAME.get(name):
        return _usage_of(f":{command.names[0]} {command.arguments}".strip(), command.summary)
    return _usage_of(f"pizhu {name}", PIZHU_COMMANDS[name]) if name in PIZHU_COMMANDS else str(HINT)


def _usage_of(command: str, summary: Lazy) -> str:
    return _("{command} — {summary}", command=command, summary=summary)


def _offers(offered: list[str], chosen: int, width: int) -> Text:
    """The completions around the chosen one, as many as fit a width in cells."""
    first = chosen
    room = width - cell_len(offered[chosen]) - 4
    while first > 0 and (room := room - cell_len(offered[first - 1]) - 2) > width // 2:
        first -= 1
    line = Text("< " if first else "", no_wrap=True, overflow="ellipsis", end="")
    for place in range(first, len(offered)):
        left = width - line.cell_len
        if place > chosen and cell_len(offered[place]) + 2 > left:
            line.append(">" if left else "")
            break
        line.append(fitted(offered[place], max(4, left)), "reverse" if place == chosen else "")
        line.append("  ")
    return line
