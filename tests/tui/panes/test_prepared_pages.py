"""While nobody types, the reading pane prepares the page that the next key shows."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import RuleSegmenter, press, reader, reading, seen
from tui.panes.reading.row_renderer import RowRenderer

pytestmark = pytest.mark.asyncio

PARAGRAPHS = [f"第{number}段有一些字，好让每一段都排成几行，而且每一行都不一样。" * 4 for number in range(60)]


@pytest.mark.parametrize(("there", "key"), [("space", "space"), ("G", "pageup")], ids=["down", "up"])
async def test_a_prepared_page_is_shown_as_any_other_and_not_painted_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, there: str, key: str
) -> None:
    painted: list[int] = []
    paint = RowRenderer._paint  # noqa: SLF001

    def counted(self: RowRenderer, line: object, *rest: object) -> object:
        painted.append(0)
        return paint(self, line, *rest)  # type: ignore[arg-type]

    article, _ = library.articles.add(draft(*PARAGRAPHS))
    app = reader(library, article=article)
    async with app.run_test(size=(100, 30)) as pilot:
        await seen(pilot, "第0段")
        for pressed in (there, key):
            await press(pilot, pressed)
            reading(app).prepare_page()
        monkeypatch.setattr(RowRenderer, "_paint", counted)
        await press(pilot, key)
        rows = [row.text for row in reading(app).render_lines(reading(app).size.region)]
        assert len(painted) < reading(app).size.height / 2
        reading(app)._rebuild_renderer()  # noqa: SLF001
        assert rows == [row.text for row in reading(app).render_lines(reading(app).size.region)]


async def test_nothing_is_prepared_without_a_text(library: Library) -> None:
    app = reader(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "tab")
        reading(app).prepare_page()
        assert reading(app).article is None


async def test_the_word_at_the_cursor_is_shown_from_when_the_words_stay_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RuleSegmenter, "has_settled", False)
    article, _ = library.articles.add(draft(*PARAGRAPHS))
    app = reader(library, article=article)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "l")
        assert reading(app)._make_overlay().word is None  # noqa: SLF001
        monkeypatch.setattr(RuleSegmenter, "has_settled", True)
        reading(app).words_are_ready()
        assert reading(app)._make_overlay().word is not None  # noqa: SLF001
