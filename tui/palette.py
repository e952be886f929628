"""The command palette: the actions of the focused pane and of the app, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.keys.keymap import ACTIONS, Action, Scope, key_names
from tui.screen import MainScreen


class ActionProvider(Provider):
    """Lists actions by their descriptions, and runs the one that is chosen."""

    async def discover(self) -> Hits:
        """All actions that are available now."""
        for description, keys, run in self._commands():
            yield DiscoveryHit(description, run, help=keys)

    async def search(self, query: str) -> Hits:
        """The actions whose descriptions match the query."""
        matcher = self.matcher(query)
        for description, keys, run in self._commands():
            score = matcher.match(description)
            if score > 0:
                yield Hit(score, matcher.highlight(description), run, help=keys)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Descriptions, keys and callbacks."""
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        for action in ACTIONS:
            if action.scope is screen.scope or (action.scope is Scope.APP and action.name != "palette"):
                yield action.help, key_names(action), partial(_run, screen, action)
        for theme in sorted(self.app.available_themes):
            yield f"Theme: {theme}", "", partial(setattr, self.app, "theme", theme)


async def _run(screen: MainScreen, action: Action) -> None:
    node = screen if action.scope is Scope.APP else screen.in_use
    await node.run_action(action.name)
