"""Jump hints: their letters, where they are, and where they lead."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from store.library import Library
from store.model.article import BlockKind, Draft, join_blocks
from tests.tui.reader import (
    NARROW,
    WIDE,
    articles,
    happened,
    notes,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
    tags,
)
from tui.app import PizhuApp
from tui.discovery.jump_hints import JumpHints
from tui.discovery.jump_labels import jump_labels


@pytest.mark.parametrize("count", [0, 1, 9, 26, 27, 81, 82, 676])
def test_letters_are_short_and_none_begins_another(count: int) -> None:
    labels = jump_labels(count)
    assert len(set(labels)) == count
    assert len({len(label) for label in labels}) <= 1
    assert all(len(label) == (1 if count <= 26 else 2) for label in labels)


def test_letters_of_the_home_row_come_first() -> None:
    assert jump_labels(4) == list("asdf")
    assert set("".join(jump_labels(81))) == set("asdfghjkl")


def test_more_things_than_letters_leave_the_last_without() -> None:
    assert len(jump_labels(1000)) == 676


@pytest.fixture
def ledger(library: Library) -> str:
    """The ID of an article with a heading and annotations, one of which has a note with two links."""
    parts = [
        (BlockKind.TITLE, "河的账本"), (BlockKind.PARAGRAPH, "水涨了又退。"),
        (BlockKind.HEADING, "上游"), (BlockKind.PARAGRAPH, "石头记得水位。"),
    ]  # fmt: skip
    text, blocks = join_blocks(parts)
    article = library.articles.add(Draft(text=text, blocks=blocks, title="河的账本"))[0]
    library.annotations.annotate(article, 5, 7, tags=("水",), note="见[[#水]]与[[河的账本]]", exact=text[5:7])
    return article


def letters_at(app: PizhuApp, words: str) -> str:
    """Return the letter that is shown in the place of the first character of some words."""
    for row in shown(app).splitlines():
        if words[1:] in row:
            return row[: row.index(words[1:])].rstrip()[-1]
    raise AssertionError(shown(app))


async def hints(app: PizhuApp, pilot: Pilot[None]) -> None:
    await press(pilot, "g", "s")
    assert isinstance(app.screen, JumpHints)
    await settled(pilot)


@pytest.mark.long
async def test_letters_lead_to_headings_and_annotations(library: Library, ledger: str) -> None:
    app = reader(library, article=ledger)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await hints(app, pilot)
        await press(pilot, letters_at(app, "上游"))
        assert reading(app).article is not None
        assert reading(app).article.text[reading(app).cursor :].startswith("上游")  # type: ignore[union-attr]
        await hints(app, pilot)
        await press(pilot, letters_at(app, "水涨了"))
        assert reading(app).cursor == 5


@pytest.mark.long
async def test_letters_on_titles_lead_to_the_panes(library: Library, ledger: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for pane, title in ((reading, "Reading"), (tags, "Tags 1"), (articles, "Articles 1")):
            await hints(app, pilot)
            top = next(row for row in shown(app).splitlines() if title in row)
            await press(pilot, top[: top.index(title)].rstrip()[-1])
            assert app.focused is pane(app)


@pytest.mark.long
async def test_letters_on_a_link_follow_it(library: Library, ledger: str) -> None:
    app = reader(library, article=ledger)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await hints(app, pilot)
        await press(pilot, letters_at(app, "[[#水]]"))
        await happened(pilot, lambda: tags(app).has_focus)


@pytest.mark.long
async def test_a_letter_on_a_note_leads_to_the_note(library: Library, ledger: str) -> None:
    app = reader(library, article=ledger)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await hints(app, pilot)
        await press(pilot, letters_at(app, " ▌水涨").strip())
        assert notes(app).has_focus
        assert notes(app).highlighted == 0


@pytest.mark.long
async def test_another_key_cancels_and_says_so(library: Library, ledger: str) -> None:
    app = reader(library, article=ledger)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        cursor = reading(app).cursor
        await press(pilot, "g", "s", "Z")
        await seen(pilot, "no hint Z")
        await press(pilot, "g", "s", "escape")
        assert reading(app).has_focus
        assert reading(app).cursor == cursor


@pytest.mark.long
async def test_showing_the_letters_moves_nothing(library: Library, ledger: str) -> None:
    app = reader(library, article=ledger)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await settled(pilot)
        before = shown(app).splitlines()
        await hints(app, pilot)
        assert [row[-20:] for row in shown(app).splitlines()[5:20]] == [row[-20:] for row in before[5:20]]
        assert "石头记得水位" in shown(app)
