"""The command palette: every action of the registry that works where the reader is, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from tui.dialogs.base.dismissed_once import DismissedOnce
from tui.keys.action import Action, Scope
from tui.keys.actions import ACTIONS
from tui.keys.keymap import key_names
from tui.screen import MainScreen


class ActionProvider(Provider):
    """Offers actions by what they do; choosing one does it."""

    async def discover(self) -> Hits:
        """All that can be done here."""
        for name, explained, run in self._offers():
            yield DiscoveryHit(name, run, help=explained)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for name, explained, run in self._offers():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=explained)

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        for action in ACTIONS:
            if action.scope is screen.scope or (action.scope is Scope.APP and action.name != "palette"):
                yield action.help, key_names(action), partial(_do, screen, action)
        for theme in sorted(self.app.available_themes):
            yield f"Theme: {theme}", "", partial(setattr, self.app, "theme", theme)


async def _do(screen: MainScreen, action: Action) -> None:
    node = screen if action.scope is Scope.APP else screen.key_target
    await node.run_action(action.name)


class Palette(CommandPalette, DismissedOnce[Any]):
    """Textual's palette, which fails to turn a page without room, and at a second click beside it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn a page only where there is room for one."""
        if action == "command_list" and not all(self.query_one(CommandList).scrollable_content_region.size):
            return False
        return super().check_action(action, parameters)
