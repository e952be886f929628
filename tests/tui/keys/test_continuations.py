"""What may follow a count or a started key sequence, and the strip that shows it."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.lengths import by_length
from tests.tui.reader import NARROW, WIDE, happened, press, reader, reading, seen, settled, shown
from tui.keys import continuation_strip
from tui.keys.action import Scope
from tui.keys.continuation_strip import ContinuationStrip
from tui.keys.sequences import Continuation, SequenceParser


def following(scope: Scope, *keys: str) -> list[Continuation]:
    typed = SequenceParser(scope)
    for key in keys:
        typed.feed(key)
    return typed.continuations


@pytest.mark.parametrize("scope", [Scope.ARTICLES, Scope.READING, Scope.TAGS, Scope.NOTES])
def test_every_key_that_may_follow_completes_the_sequence(scope: Scope) -> None:
    found = following(scope, "g")
    assert Continuation("s", "Jump…") in found
    for keys, _ in found:
        typed = SequenceParser(scope)
        typed.feed("g")
        assert typed.feed(keys) not in {True, False}


def test_motions_may_follow_a_count() -> None:
    found = following(Scope.READING, "1", "2")
    assert Continuation("w", "Next word") in found
    assert Continuation("G", "End of article") in found
    assert not any(keys.isdigit() for keys, _ in found)


def test_any_key_may_follow_where_a_character_is_expected() -> None:
    assert following(Scope.READING, "m") == [Continuation("any key", "Set mark")]


def test_nothing_follows_before_a_sequence_and_after_it() -> None:
    assert following(Scope.READING) == following(Scope.READING, "g", "g") == []
    assert following(Scope.READING, "3", "w") == []


@pytest.mark.longer
@pytest.mark.parametrize("size", by_length(short=[NARROW], long=[WIDE, NARROW, (40, 10)]))
async def test_what_may_follow_is_shown_until_the_next_key(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(continuation_strip, "DELAY", 0.001)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=size) as pilot:
        strip = app.screen.query_one(ContinuationStrip)
        for begun in ("g", "3", "]"):
            await press(pilot, begun)
            await happened(pilot, lambda: strip.display)
            await settled(pilot)
            assert f"─ {begun} ─" in shown(app)
            await press(pilot, "escape")
            assert not strip.display
        assert reading(app).has_focus


@pytest.mark.long
async def test_a_dialog_hides_what_may_follow(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuation_strip, "DELAY", 0.001)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g")
        await seen(pilot, "Follow link")
        await app.run_action("screen.palette")
        await press(pilot)
        assert not app.screen_stack[0].query_one(ContinuationStrip).display


async def test_a_sequence_that_is_typed_quickly_shows_nothing(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "G")
        await pilot.press("g", "g")
        await press(pilot)
        assert reading(app).cursor == 0
        assert not app.screen.query_one(ContinuationStrip).display
