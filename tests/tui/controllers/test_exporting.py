"""Exporting from the reader, and importing what was exported."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input, Static

from store.exporting import FORMATS
from store.library import Library
from store.model.listing.order import Order, SortField
from tests.conftest import draft
from tests.tui.reader import (
    NARROW,
    PATIENCE,
    WIDE,
    articles,
    happened,
    press,
    reader,
    reading,
    seen,
    shown,
    typed,
)
from tui.dialogs.export import ExportDialog

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_choosing_a_format_sets_the_file_extension(
    library: Library, station: str, tmp_path: Path
) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="花期")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "E")
        await seen(pilot, "title: 春天的小站")
        app.screen.query_one(Input).value = str(tmp_path / "notes.md")
        for name in list(FORMATS)[1:]:
            await press(pilot, "down")
            assert app.screen.query_one(Input).value.endswith(FORMATS[name].suffixes[0])
        await press(pilot, "enter")
        await happened(pilot, (tmp_path / "notes.pizhu").exists)


@pytest.mark.long
async def test_the_suffix_that_is_typed_chooses_the_format(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "E", *"一.docx")
        await seen(pilot, "docx is a binary format")
        await seen(pilot, "/一.docx")
        await press(pilot, "enter")
        await happened(pilot, (tmp_path / "一.docx").exists)
        await press(pilot, "E", *"二.jsonld", "up", "up", "enter")
        await happened(pilot, (tmp_path / "二.json").exists)
    assert (tmp_path / "一.docx").read_bytes().startswith(b"PK")


@pytest.mark.long
async def test_a_name_without_a_suffix_gets_that_of_the_format(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2024.10.org").write_text("先前的", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "E", "down", *"2024.10")
        await seen(pilot, "/2024.10.org")
        await seen(pilot, "The file is not an export: enter asks")
        await press(pilot, "enter")
        await seen(pilot, "2024.10.org was not written by Pizhu")
        await press(pilot, "escape", "enter", "enter")
        assert (tmp_path / "2024.10.org").read_text("utf-8") == "先前的"
        await press(pilot, "enter", "j", "enter")
        await happened(pilot, lambda: "先前的" not in (tmp_path / "2024.10.org").read_text("utf-8"))


@pytest.mark.long
@pytest.mark.parametrize("name", ["一.pdf", "一.doc", "有.doc", "管.md", "夹"])
async def test_no_refusal_of_an_export_names_an_option(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "有.doc").write_text("在", "utf-8")
    (tmp_path / "夹").mkdir()
    os.mkfifo(tmp_path / "管.md")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "E", *name, "enter")
        assert isinstance(app.screen, ExportDialog)
        error = str(app.screen.query_one(".error", Static).content)
        assert error
        assert "--" not in error
        assert " -o" not in error


@pytest.mark.long
async def test_only_the_articles_in_the_filtered_list_are_exported(
    library: Library, station: str, tmp_path: Path
) -> None:
    other, _ = library.articles.add(draft("别的话。", title="另一篇"))
    library.articles.tag(other, ["要"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"tag:", "要", "enter")
        await seen(pilot, "Articles 1 of 2")
        await press(pilot, "E", "tab")
        await seen(pilot, "Exports the articles in the list (1 article)")
        app.screen.query_one(Input).value = str(tmp_path / "few.md")
        await press(pilot, "enter")
        await happened(pilot, (tmp_path / "few.md").exists)
    written = (tmp_path / "few.md").read_text("utf-8")
    assert "另一篇" in written
    assert "春天的小站" not in written


@pytest.mark.long
async def test_nothing_is_exported_from_an_empty_list(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"by:nobody", "enter")
        await seen(pilot, "Articles 0 of 1")
        await press(pilot, *":export", "space", *"markdown", "space", *"a.md", "enter")
        await seen(pilot, "No article is in the list")
        app.clear_notifications()
        await press(pilot, "E", "tab")
        await seen(pilot, "Exports the articles in the list (0 articles)")
        await press(pilot, "enter")
        assert isinstance(app.screen, ExportDialog)
        assert "No article is in the list" in str(app.screen.query_one(".error", Static).content)
    assert not (tmp_path / "a.md").exists()
    assert not (tmp_path / "pizhu-notes.md").exists()


@pytest.mark.long
async def test_a_file_has_the_order_of_the_list_and_of_picking(library: Library) -> None:
    a, b, c = (library.articles.add(draft(f"{each}。", title=each))[0] for each in "abc")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"is:unread", "enter")
        await happened(pilot, lambda: articles(app).filtered_articles == [a, b, c])
        articles(app).sort(Order(SortField.TITLE))
        await happened(pilot, lambda: articles(app).filtered_articles == [a, b, c])
        articles(app).sort(Order(SortField.TITLE, is_reversed=True))
        await happened(pilot, lambda: articles(app).filtered_articles == [c, b, a])
        await press(pilot, "home", "space", "end", "space")
        assert articles(app).filtered_articles == [c, a]


@pytest.mark.long
async def test_an_invalid_path_is_rejected_and_the_dialog_stays_open(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # short paths: where a message is wrapped depends on them
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "E")
        for bad, why in [(".", "is a folder"), ("no/x.md", "There is no folder")]:
            app.screen.query_one(Input).value = bad
            await press(pilot, "enter")
            await seen(pilot, why)
            assert isinstance(app.screen, ExportDialog)
        (tmp_path / "there.md").write_text("mine", "utf-8")
        app.screen.query_one(Input).value = "there.md"
        await seen(pilot, "The file is not an export")


@pytest.mark.long
async def test_exported_notes_can_be_imported_from_the_reader(
    library: Library, station: str, tmp_path: Path
) -> None:
    from store.exporting import export, format_of
    from store.exporting.selection import Selection

    library.annotations.annotate_quote(station, "油菜花", note="花期")
    path = tmp_path / "notes.json"
    export(Selection(library), format_of("json"), path)
    library.articles.remove([station])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        await seen(pilot, "annotations 1 added")
        await seen(pilot, "花期")
        await press(pilot, "u")
        await seen(pilot, "No articles yet")
        assert "花期" not in shown(app)


@pytest.mark.long
async def test_quitting_warns_about_every_running_export(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = Event()

    def slow(*_: object, **__: object) -> None:
        going_on.wait(PATIENCE)

    monkeypatch.setattr("store.exporting.export", slow)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for name in ("one.md", "two.md"):
            going_on.clear()
            await press(pilot, "E")
            app.screen.query_one(Input).value = str(tmp_path / name)
            await typed(pilot, "enter", "q")
            await seen(pilot, "An export is being written")
            assert app.is_running
            going_on.set()
            await app.workers.wait_for_complete()
            app.clear_notifications()
        await press(pilot, "q")
        await happened(pilot, lambda: not app.is_running)


@pytest.mark.long
async def test_notes_can_be_exported_from_the_reader(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="花期")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "E")
        app.screen.query_one(Input).value = str(tmp_path / "notes.md")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        assert "> 油菜花" in (tmp_path / "notes.md").read_text("utf-8")
        await press(pilot, "E")
        monkeypatch.chdir(tmp_path)  # of a short name, so that the refusal is one line
        app.screen.query_one(Input).value = "home"
        await press(pilot, "enter")
        await seen(pilot, "is a folder")


@pytest.mark.long
async def test_an_error_is_visible_in_a_low_terminal(library: Library, station: str, tmp_path: Path) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "E")
        app.screen.query_one(Input).value = "/"
        await press(pilot, "enter")
        await seen(pilot, "/ is a folder")


@pytest.mark.long
async def test_a_missing_package_is_told_while_the_dialog_stays_open(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "store.formats.tables.xlsx", None)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "E", *["down"] * list(FORMATS).index("xlsx"))
        app.screen.query_one(Input).value = str(tmp_path / "notes.xlsx")
        await press(pilot, "enter")
        await seen(pilot, "The format xlsx needs")
        assert isinstance(app.screen, ExportDialog)


async def test_the_reader_opens_at_an_annotation(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "花开的时候", note="花期")
    app = reader(library, article=station, annotation=annotation.id)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "花期")
        assert reading(app).cursor == annotation.start


async def test_an_empty_library_says_that_there_is_nothing_to_export(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "E")
        await seen(pilot, "There is nothing to export yet: I imports articles")
