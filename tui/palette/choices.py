"""What the palette offers: the actions of all panes, and the themes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from store.language import _, in_chinese
from tui.keys.action import Action, Group, Scope
from tui.keys.actions import ACTIONS
from tui.keys.keymap import actions_in, key_names
from tui.palette.matching import Title
from tui.panes.layout import PaneScreen
from tui.recent_list import RecentList

SEARCH_WORDS = "@ saved search folder filter list"  # untranslated: what users type

THEME_WORDS = "colours colors dark light skin"  # untranslated: what users type

MAX_RECENT = 5
"""How many of those used last come first before anything is typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do."""

    id: str
    """Its name in the list of those used last."""
    title: str
    chinese: str
    """The title in Chinese."""
    place: str
    """The pane that it belongs to."""
    keys: str
    """Its keys, as they are labelled on a keyboard."""
    help: str
    """What it does, in a sentence."""
    is_here: bool
    """Whether it works in the current pane."""
    name: Title
    """What it is found by."""
    run: Callable[[], Awaitable[None] | None]
    theme: str = ""
    """The theme that it shows, which is shown already while it is highlighted."""


def choices_of(screen: PaneScreen) -> list[Choice]:
    """Return all that can be done: in the current pane, then everywhere, then in other panes.

    The motions, which are not looked for in a palette, come last in each.
    """
    order = [screen.scope.label, Scope.APP.label]
    actions = sorted(ACTIONS, key=lambda action: action.group is Group.MOVING)
    offered = [
        _choice(action, screen.run_anywhere, is_here=action.scope in (screen.scope, Scope.APP))
        for action in actions
        if _is_offered(screen, action)
    ]
    return sorted(
        [*offered, *_searches(screen), *_themes(screen)],
        key=lambda choice: order.index(choice.place) if choice.place in order else len(order),
    )


def choices_in(scope: Scope, run: Callable[[Action], Awaitable[None]]) -> list[Choice]:
    """Return all that can be done in a scope that is apart from the panes, the motions last.

    :param run: runs an action of the scope.
    """
    actions = sorted(actions_in(scope), key=lambda action: action.group is Group.MOVING)
    return [_choice(action, run, is_here=True) for action in actions if action.name != "palette"]


def ranked(choices: Sequence[Choice], typed: str, recent: RecentList) -> list[tuple[Choice, bool]]:
    """Return the choices that match what was typed, the best first.

    The nearest titles come first, of these the ones that work here, of these the ones used last. Before
    anything is typed, a few of those used last come before all others.

    :return: each with whether it was found by its Chinese title.
    """
    used = {name: place for place, name in enumerate(recent)}
    if not typed.strip():
        first = sorted(
            (choice for choice in choices if used.get(choice.id, MAX_RECENT) < MAX_RECENT),
            key=lambda choice: used[choice.id],
        )
        return [(choice, False) for choice in [*first, *(each for each in choices if each not in first)]]
    found = [(choice, match) for choice in choices if (match := choice.name.match(typed)) is not None]
    found.sort(key=lambda each: (each[1].distance, not each[0].is_here, used.get(each[0].id, len(used))))
    return [(choice, match.is_chinese) for choice, match in found]


def _is_offered(screen: PaneScreen, action: Action) -> bool:
    """Whether the palette offers an action: all but itself, and those of a note only while one is written."""
    if action.name == "palette":
        return False
    return not action.scope.is_apart or action.scope is screen.scope


def _choice(action: Action, run: Callable[[Action], Awaitable[None]], *, is_here: bool) -> Choice:
    chinese = in_chinese(action.english_title)
    return Choice(
        id=action.id,
        title=action.title,
        chinese=chinese,
        place=action.scope.label,
        keys=key_names(action),
        help=action.help,
        is_here=is_here,
        name=Title(
            action.english_title,
            chinese,
            f"{action.words} {in_chinese(action.scope.value.message, action.scope.value.context)}",
        ),
        run=partial(run, action),
    )


def _themes(screen: PaneScreen) -> Iterator[Choice]:
    for theme in sorted(screen.app.available_themes):
        yield Choice(
            id=f"theme:{theme}",
            title=_("Theme: {theme}", theme=theme),
            chinese=in_chinese("Theme: {theme}").format(theme=theme),
            place=Scope.APP.label,
            keys="",
            help=_("Show the reader in these colours, until it is closed"),
            is_here=True,
            name=Title(
                f"Theme: {theme}", in_chinese("Theme: {theme}").format(theme="").rstrip("：: "), THEME_WORDS
            ),
            run=partial(_set_theme, screen, theme),
            theme=theme,
        )


def _searches(screen: PaneScreen) -> Iterator[Choice]:
    for name in screen.saved_searches:
        yield Choice(
            id=f"search:{name}",
            title=_("Show “{name}”", name=name),
            chinese=name,
            place=Scope.ARTICLES.label,
            keys="",
            help=_("Show the articles of this saved search"),
            is_here=True,
            name=Title(f"Show {name}", name, SEARCH_WORDS),
            run=partial(screen.show_saved_search, name),
        )


def _set_theme(screen: PaneScreen, theme: str) -> None:
    screen.set_theme(theme)
