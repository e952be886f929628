"""The identity of a tag by keys: given, shown, opened, removed."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, press, reader, seen

pytestmark = pytest.mark.asyncio

ADDRESS = "https://example.org/1"


@pytest.mark.long
async def test_an_identity_is_typed_shown_on_the_card_opened_and_removed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, _new = library.articles.add(draft("老周在等船"))
    library.annotations.annotate_quote(article, "老周", tags=["船工"])
    app = reader(library, article=article)
    opened: list[str] = []
    monkeypatch.setattr("tui.controllers.links.has_browser", lambda: True)
    monkeypatch.setattr(app, "open_url", opened.append)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "x")
        await seen(pilot, "No tag here has an identity")
        await press(pilot, "tab", "g", "i", *ADDRESS, "enter")
        await seen(pilot, "Identity saved")
        assert [tag.same_as for tag in library.codebook.tags()] == [ADDRESS]
        await press(pilot, "K")
        await seen(pilot, f"= {ADDRESS}")
        await press(pilot, "escape", "g", "x")
        await press(pilot, "shift+tab", "]", "a", "g", "x")
        assert opened == [ADDRESS] * 2
        await press(pilot, "tab", "g", "i", "ctrl+u", "-", "enter")
        await seen(pilot, "Identity saved")
        await press(pilot, "u")
        assert [tag.same_as for tag in library.codebook.tags()] == [ADDRESS]


async def test_an_id_without_an_address_is_copied(library: Library) -> None:
    article, _new = library.articles.add(draft("老周在等船"), tags=["船工"])
    library.codebook.identify("船工", "X:17")
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "x")
        await seen(pilot, "Copied X:17")
        assert app.clipboard == "X:17"
