"""Random use of the reader: keys of the keymap, clicks, pastes and resizes, in any order, never end it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from textual import events
from textual.pilot import Pilot

from store.library import Library
from tests.conftest import draft
from tests.lengths import by_length
from tests.tui.painting import paint
from tests.tui.reader import WIDE, reader, settled
from tui.app import PizhuApp
from tui.keys.actions import ACTIONS
from tui.keys.sequences import ANY
from tui.screen import MainScreen

pytestmark = pytest.mark.asyncio

SIZES = [
    (1, 1), (0, 0), (2, 40), (200, 1), (200, 2), (29, 8), (30, 7), (30, 8), (31, 9), (40, 12),
    (60, 10), (80, 24), (100, 3), (120, 40), (200, 60), (500, 200),
]  # fmt: skip
"""Columns and rows of terminals: none, the smallest that shows the panes, usual ones, and a huge one."""

KEYS = sorted({key for action in ACTIONS for key in action.keys} - {"q", "ctrl+q", "ctrl+z"})
"""The keys and sequences of the keymap, without those that quit."""

DIALOG_KEYS = [
    "escape", "enter", "tab", "shift+tab", "space", "up", "down", "pageup", "pagedown", "home", "end",
    "backspace", "ctrl+n", "ctrl+o", "ctrl+t", "ctrl+w", "ctrl+y", "ctrl+s", "ctrl+u", "comma", "a", "d", "j",
    "k", "w", "1", "9", "question_mark", "铁", "路", "left", "right", "delete", "ctrl+c", "ctrl+z", "ctrl+l",
]  # fmt: skip

CHARACTERS = "a1路[/"

STEPS = by_length(short=60, long=400)

SEEDS = by_length(short=1, long=5)


def stock(library: Library) -> None:
    """Add articles with headings, tags, annotations and notes, a long one and an empty one among them."""
    for number in range(12):
        paragraphs = [
            f"第{part}段。列车每天只停两分钟，站长种了油菜花（{part}）。" for part in range(number * 4)
        ]
        article, _ = library.articles.add(draft(*paragraphs, title=f"第{number}站"))
        library.articles.tag(article, [f"铁路/线{number}", "时间"])
        if number % 2:
            library.annotations.annotate_quote(
                article, "列车", tags=["铁路"], note=f"？见[[第{number}站]]\n- [ ] 问"
            )
            library.articles.write_note(article, "一篇\n- [x] 读")


def named(character: str) -> str:
    """The name that Textual gives to the key of a character."""
    from textual.keys import _character_to_key

    return _character_to_key(character) if len(character) == 1 else character


def keys_of(sequence: str, random: Random) -> list[events.Key]:
    """The events of a key or a sequence of the keymap."""
    typed = [random.choice(CHARACTERS) if each == ANY else each for each in sequence.split(" ")]
    return [events.Key(named(each), each if len(each) == 1 else None) for each in typed]


class Walk:
    """A walk through the reader by random steps, which can be repeated by its seed."""

    def __init__(self, app: PizhuApp, pilot: Pilot[None], seed: int) -> None:
        self._app = app
        self._pilot = pilot
        self._random = Random(seed)
        self.steps: list[str] = []

    async def step(self) -> None:
        """Do one thing. Often the next thing comes before it has had its effects."""
        random, app = self._random, self._app
        kinds = ["key"] * 10 + ["dialog key"] * 5 + ["resize"] * 3 + ["mouse"] * 3 + ["paste", "count"]
        kind = random.choice(kinds)
        if kind == "dialog key" or (kind == "key" and not isinstance(app.screen, MainScreen)):
            self._type(random.choice(DIALOG_KEYS))
        elif kind == "key":
            self._type(random.choice(KEYS))
        elif kind == "count":
            self._type(random.choice("0123456789"))
        elif kind == "paste":
            self._note("paste")
            app.post_message(events.Paste(random.choice(["", "一行\n二行", "x" * 300, "[[第"])))
        elif kind == "resize":
            size = random.choice(SIZES)
            self._note(f"resize {size}")
            await self._pilot.resize_terminal(*size)
        else:
            self._use_mouse()
        if random.random() < 0.3:
            await settled(self._pilot)
        elif random.random() < 0.5:
            await self._pilot.pause()
            if app.is_running:
                paint(app)

    def _note(self, step: str) -> None:
        self.steps.append(f"{step} on {type(self._app.screen).__name__}")

    def _type(self, sequence: str) -> None:
        self._note(sequence)
        for event in keys_of(sequence, self._random):
            self._app.post_message(event)

    def _use_mouse(self) -> None:
        random = self._random
        columns, rows = self._app.size
        x, y = random.randrange(columns + 1), random.randrange(rows + 1)
        button = random.choice([1, 1, 1, 2, 3])
        kinds: list[type[events.MouseEvent]] = random.choice(
            [
                [events.MouseMove, events.MouseDown, events.MouseUp],
                [events.MouseDown, events.MouseMove, events.MouseMove, events.MouseUp],
                [events.MouseDown, events.MouseUp, events.MouseDown, events.MouseUp],
                [events.MouseScrollDown],
                [events.MouseScrollUp],
                [events.MouseDown],
                [events.MouseUp],
            ]
        )
        self._note(f"{'+'.join(kind.__name__ for kind in kinds)} {button} at {x},{y}")
        for kind in kinds:
            if kind is events.MouseMove:
                x, y = random.randrange(columns + 1), random.randrange(rows + 1)
            self._app.post_message(
                kind(
                    None, x, y, 0, 0, button,
                    shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y, style=None,
                )
            )  # fmt: skip


@pytest.mark.longer
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_random_keys_clicks_and_resizes_never_end_the_reader(
    library: Library, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"  # what is exported goes there
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("EDITOR", "true")
    stock(library)
    app = reader(library)
    monkeypatch.setattr(app, "exit", lambda *_, **__: None)  # a click may hit the hint of q
    walk: Walk | None = None
    try:
        async with app.run_test(notifications=True, size=WIDE) as pilot:
            walk = Walk(app, pilot, seed)
            for _ in range(STEPS):
                await walk.step()
                if not app.is_running:
                    break
            await settled(pilot)
            assert app.is_running
    except Exception as error:
        error.add_note("; ".join(walk.steps[-40:] if walk else ()))
        raise
