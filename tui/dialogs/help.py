"""The help: lists every action of the keymap with its keys and its command."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.dialogs.base.dialog import PageDialog
from tui.keys.action import Action, Scope
from tui.keys.keymap import actions_in, key_names

KEYS = "j k scroll · esc close"


class HelpDialog(PageDialog[None]):
    """Lists all keys, those of the focused pane first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "Leave"),
    ]

    def __init__(self, scope: Scope) -> None:
        """Create the dialog. ``scope`` is that of the focused pane."""
        super().__init__()
        self._scope = scope

    def compose(self) -> ComposeResult:
        """The keys, in a window that scrolls."""
        with VerticalScroll(classes="dialog help") as dialog:
            dialog.border_title = "Help"
            dialog.border_subtitle = KEYS
            yield Static(self._page())

    def _page(self) -> Group:
        scopes = [self._scope, Scope.APP, *(scope for scope in Scope)]
        parts: list[RenderableType] = []
        for scope in dict.fromkeys(scopes):
            parts += [Text(scope.value, "bold"), _table(actions_in(scope)), Text()]
        parts.append(Text("A number before a motion repeats it: 3w, 12G."))
        return Group(*parts)

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


def _table(actions: list[Action]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=22, style="bold", no_wrap=True)
    table.add_column(ratio=1)
    for action in actions:
        description = Text(action.help)
        if action.command:
            description.append(f"   pizhu {action.command}", "dim")
        table.add_row(Text(key_names(action)), description)
    return table
