"""Lists of terms and the clipper by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, press, reader, seen

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_ticked_terms_of_a_list_are_marked_in_one_step(library: Library, tmp_path: Path) -> None:
    article, _new = library.articles.add(draft("码头上有船，船上有人，人在码头"))
    path = tmp_path / "t.csv"
    path.write_text("词,标签\n码头,地名\n船,\n车,\n", encoding="utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "A", *str(path)[:-1], "tab", "enter")
        await seen(pilot, "t.csv: 2 of 3 terms in 4 places of 1 article")
        await press(pilot, "enter")
        await seen(pilot, "Tags of 1 term")
        await press(pilot, *"boat", "enter")
        await seen(pilot, "Tagged 4 places")
        assert library.codebook.uses() == {"地名": 2, "boat": 2}
        await press(pilot, "u")
        await seen(pilot, "Undone")
        assert library.annotations.of(article) == ()


@pytest.mark.long
async def test_a_file_that_is_no_list_is_told(library: Library, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("码头\n/(/\n", encoding="utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "A", *str(tmp_path / "t.txt"), "enter")
        await seen(pilot, "t.txt, line 2")
        await press(pilot, "g", "A", *str(tmp_path / "none"), "enter")
        await seen(pilot, "none")


@pytest.mark.long
async def test_what_fills_a_gap_is_listed_tagged_learnt_and_written(library: Library, tmp_path: Path) -> None:
    article, _new = library.articles.add(draft("记者王小明报道。记者王小明和记者李强"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "C", *"记者", "enter")
        await seen(pilot, "needs one gap")
        await press(pilot, "*", "enter")
        await seen(pilot, "in 3 places")
        await press(pilot, "p")
        await seen(pilot, "2 fillers in 3 places")
        await press(pilot, "space", "enter", *"who", "enter")
        await seen(pilot, "Tagged 2 of 2 places")
        assert [mark.exact for mark in library.annotations.of(article)] == ["王小明"] * 2
        await press(pilot, "u", "a", "w")
        await seen(pilot, "Added 2 words")
        assert library.annotations.of(article) == ()
        assert [entry.word for entry in library.dictionary.words()] == ["李强", "王小明"]
        await press(pilot, "e", *str(tmp_path / "names.txt"), "enter")
        await seen(pilot, "Wrote 2 terms")
        assert (tmp_path / "names.txt").read_text(encoding="utf-8") == "王小明\n李强\n"
        await press(pilot, "escape", "g", "C")
        await seen(pilot, "2 fillers in 3 places")
