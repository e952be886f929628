"""Importing files from within the reader."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from textual import events
from textual.events import Key
from textual.widgets import Input

from store.errors import Busy, Stopped
from store.importing.addresses import Fetched
from store.importing.reading import read_file
from store.library import Library
from tests.tui.reader import NARROW, PATIENCE, WIDE, happened, press, reader, seen, settled, shown, typed

pytestmark = pytest.mark.asyncio


async def test_a_file_can_be_imported_from_the_reader(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_bytes("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n".encode("gb18030"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        await seen(pilot, "她每天走二十里山路")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert [row.title for row in library.articles.rows()] == ["山里的邮路"]
        await seen(pilot, "1 added")
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(tmp_path / "没有.txt")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await settled(pilot)
        await seen(pilot, "there is no such file")
        assert "Reading…" not in shown(app)
        assert app.screen.query_one(Input).value == str(tmp_path / "没有.txt")


@pytest.mark.long
async def test_importing_a_folder_of_many_files_is_one_undoable_step(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("store.importing.parallel.PARALLEL_MIN_FILES", 8)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "No articles yet")
        await press(pilot, "I", *folder.name, "enter", "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "Import: 20 added")
        await seen(pilot, "Articles 20")
        await press(pilot, "ctrl+x")
        await seen(pilot, "There is nothing to stop")
        await press(pilot, "u")
        await seen(pilot, "Undone: import 20 files")
    assert library.articles.is_empty()


@pytest.mark.long
async def test_a_repaired_file_is_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_bytes(
        "山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n".encode().replace(b"\n\n", b"\n\x00\n")
    )
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *path.name, "enter", "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "utf-8 (1 NUL left out)")


@pytest.mark.long
async def test_a_preview_is_corrected_before_it_is_kept(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_text("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *path.name, "enter")
        await seen(pilot, "Address")
        await press(pilot, "escape")
        assert app.screen.query_one(Input).value == path.name
        assert library.articles.is_empty()
        await press(pilot, "enter", *"甲", "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "1 added")
    (row,) = library.articles.rows()
    assert row.title == "山里的邮路甲"
    assert library.articles.get(row.id).corrected == ("title",)


@pytest.mark.long
async def test_a_pasted_text_is_imported(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n"))
        await settled(pilot)
        await seen(pilot, "the pasted text")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "1 added")
    assert [row.title for row in library.articles.rows()] == ["山里的邮路"]


@pytest.mark.long
async def test_paths_are_completed(library: Library, tmp_path: Path, home: Path) -> None:
    (home / "剪报").mkdir()
    for name in ("春.txt", "夏.txt", "图.jpg"):
        (home / "剪报" / name).write_text("字")
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "I", *"~/剪", "tab")
        field = app.screen.query_one(Input)
        assert field.value == "~/剪报/"
        await seen(pilot, "2 files to import (2 .txt); 1 other is skipped")
        await press(pilot, "down", "tab")
        assert field.value == "~/剪报/夏.txt"
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


LETTER = "山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n"


@pytest.mark.long
async def test_a_pasted_text_stays_until_it_is_imported_or_dropped(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste(LETTER))
        await seen(pilot, "Import: the pasted text")
        await press(pilot, "escape")
        await seen(pilot, "A pasted text of")
        await press(pilot, "escape")
        await seen(pilot, "I shows it again")
        await press(pilot, "I", "enter")
        await seen(pilot, "Import: the pasted text")
        await press(pilot, "escape", "backspace")
        assert "A pasted text of" not in shown(app)
        await press(pilot, "escape", "I", "enter")
        await seen(pilot, "Nothing is typed yet")
        app.post_message(events.Paste(LETTER))
        await seen(pilot, "Import: the pasted text")
        await press(pilot, "enter")
        await seen(pilot, "1 added")
        await press(pilot, "I")
        assert "A pasted text of" not in shown(app)


@pytest.mark.long
async def test_a_pasted_text_stays_when_something_else_is_imported(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "渡口.txt").write_text("渡口\n\n船到了，人都站起来。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste(LETTER))
        await seen(pilot, "Import: the pasted text")
        await press(pilot, "escape", *"渡口.txt", "enter")
        await seen(pilot, "Import: 渡口.txt")
        await press(pilot, "enter")
        await seen(pilot, "1 added")
        await seen(pilot, "I shows it again")
        await press(pilot, "I")
        await seen(pilot, "A pasted text of")
    assert [row.title for row in library.articles.rows()] == ["渡口"]


@pytest.mark.long
async def test_a_pasted_text_stays_when_it_could_not_be_written(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Busy("Another process is writing; try again.")

    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste(LETTER))
        await seen(pilot, "Import: the pasted text")
        with monkeypatch.context() as patch:
            patch.setattr(type(library.articles), "add_all", refuse)
            await press(pilot, "enter")
            await seen(pilot, "Another process is writing")
            await seen(pilot, "I shows it again")
        await press(pilot, "I", "enter")
        await seen(pilot, "Import: the pasted text")
        await press(pilot, "enter")
        await seen(pilot, "1 added")
        await press(pilot, "I")
        assert "A pasted text of" not in shown(app)


@pytest.mark.long
async def test_what_was_left_out_of_the_files_of_a_folder_is_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "信").mkdir()
    for name, day in {"甲": "2024-03-05", "乙": "2024-03-06"}.items():
        front = f"---\ntitle: 寄往{name}地的信\ndate: {day}\nurl: 某处{name}\n---\n\n"
        (tmp_path / "信" / f"{name}.md").write_text(f"{front}写给{name}地的人，问他好。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *"信", "enter", "enter")
        await seen(pilot, "2 added")
        await seen(pilot, "left out")
        await seen(pilot, "and 1 more remark")


@pytest.mark.long
async def test_what_a_known_article_keeps_is_told_but_no_remark_of_the_preview_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.md"
    front = "---\ntitle: 山里的邮路\ndate: 2024-03-{}\nurl: 某处\n---\n\n"
    letter = f"{front}她每天走二十里山路，把信送到最后一户人家的门口。\n"
    path.write_text(letter.format("05"), "utf-8")
    library.articles.add_all([piece.article for piece in read_file(path)])
    other = tmp_path / "抄稿.md"
    other.write_text(letter.format("06"), "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *other.name, "enter")
        await seen(pilot, "left out")
        await press(pilot, "enter")
        await seen(pilot, "1 unchanged")
        await seen(pilot, "date kept: “2024-03-05”, not “2024-03-06”")
        assert "more remark" not in shown(app)


@pytest.mark.long
async def test_a_pasted_sentence_is_no_path(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste("路是走出来的。走的人多了，也便成了路。"))
        await seen(pilot, "Import: the pasted text")
        await press(pilot, "escape")
        app.post_message(events.Paste("/tmp/一封信，没有寄.txt"))
        await settled(pilot)
        assert app.screen.query_one(Input).value == "/tmp/一封信，没有寄.txt"


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "表.jsonl"
    path.write_text(
        "".join(f'{{"title": "第{n}封信", "text": "写给{n}号院子的人，问他好。"}}\n' for n in range(3)),
        "utf-8",
    )
    return path


@pytest.mark.long
async def test_all_articles_of_a_file_are_imported_and_each_can_be_looked_at(
    library: Library, rows: Path
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *rows.name, "enter", "v")
        await seen(pilot, "enter import all 3")
        assert "Reading…" not in shown(app)
        await press(pilot, "down", "space")
        await seen(pilot, "Import: 2 of 3")
        await seen(pilot, "写给1号院子的人")
        await press(pilot, *"改", "enter")
        await seen(pilot, "第1封信改")
        await press(pilot, "enter")
        await seen(pilot, "3 added")
    assert {row.title for row in library.articles.rows()} == {"第0封信", "第1封信改", "第2封信"}


@pytest.mark.long
async def test_a_correction_that_fails_is_told_and_the_other_articles_are_imported(
    library: Library, rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Busy("Another process is writing; try again.")

    library.articles.add_all([piece.article for piece in read_file(rows)][:1])
    monkeypatch.setattr(type(library.articles), "correct", refuse)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *rows.name, "enter", "v", "space", *"改", "enter", "enter")
        await seen(pilot, "Import: 2 added, 1 updated")
        await seen(pilot, "was imported, but not corrected: Another process")


@pytest.mark.long
async def test_leaving_the_list_of_articles_goes_back_to_the_path(library: Library, rows: Path) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *rows.name, "enter", "v", "escape", "escape")
        assert app.screen.query_one(Input).value == rows.name
        await press(pilot, "escape")
    assert library.articles.is_empty()


@pytest.mark.long
async def test_a_text_of_several_articles_is_split_by_a_key(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "三篇.txt"
    path.write_text(
        "\n".join(f"标题：第{n}件事\n\n{'河边的磨坊又开了，村里的人都来看。' * 4}\n" for n in "一二三"),
        "utf-8",
    )
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        await seen(pilot, "looks like 3 articles")
        await press(pilot, "enter")
        await seen(pilot, "Import: 三篇.txt")
        await press(pilot, "escape", "s")
        await seen(pilot, "enter import all 3")
        await press(pilot, "enter")
        await seen(pilot, "3 added")


@pytest.mark.long
async def test_an_address_is_fetched_once_although_its_text_is_split(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [f"标题：第{n}件事\n\n{'河边的磨坊又开了，村里的人都来看。' * 4}\n" for n in "一二三"]
    asked: list[str] = []

    def answer(url: str) -> Fetched:
        asked.append(url)
        return Fetched("\n".join(parts).encode(), url, "", ())

    monkeypatch.setattr("store.importing.addresses.fetch", answer)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.screen.query_one(Input).value = "https://example.org/a.txt"
        await press(pilot, "enter")
        await seen(pilot, "looks like 3 articles")
        await press(pilot, "s")
        await seen(pilot, "enter import all 3")
        await press(pilot, "enter")
        await seen(pilot, "3 added")
    assert asked == ["https://example.org/a.txt"]


@pytest.mark.long
async def test_the_preview_of_a_known_article_shows_what_was_corrected(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_text(LETTER, "utf-8")
    (piece,) = read_file(path)
    article, _ = library.articles.add(piece.article.draft)
    library.articles.correct(article, {"title": "她走的路", "source": "河湾报"})
    path.write_text(LETTER.replace("二十", "三十"), "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *path.name, "enter")
        await seen(pilot, "Update: 来稿.txt")
        await seen(pilot, "In the file: Title 山里的邮路; Source (none)")
        await press(pilot, *"远", "enter")
        await seen(pilot, "1 updated")
        now = library.articles.get(article)
        assert (now.title, now.source, "三十里" in now.text) == ("她走的路远", "河湾报", True)
        await press(pilot, "u")
        now = library.articles.get(article)
        assert (now.title, "三十里" in now.text) == ("她走的路", False)


@pytest.mark.long
async def test_keys_typed_while_a_file_is_read_go_to_its_preview(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_text(LETTER, "utf-8")
    gate = Event()

    def read_slowly(*arguments: Any) -> Any:
        assert gate.wait(PATIENCE)
        return read_file(*arguments)

    monkeypatch.setattr("store.importing.reading.read_file", read_slowly)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *path.name)
        for key in [Key("enter", "\r"), Key("甲", "甲"), Key("enter", "\r")]:
            app.post_message(key)
        await seen(pilot, "Reading…")
        gate.set()
        await seen(pilot, "1 added")
    assert [row.title for row in library.articles.rows()] == ["山里的邮路甲"]


@pytest.mark.long
async def test_escape_stops_reading_and_drops_what_was_typed_for_the_preview(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "来稿.txt").write_text(LETTER, "utf-8")
    gate = Event()
    monkeypatch.setattr("store.importing.reading.read_file", lambda *_: gate.wait(PATIENCE) and [])
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *"来稿.txt")
        app.post_message(Key("enter", "\r"))
        await seen(pilot, "Reading…")
        for key in [Key("x", "x"), Key("enter", "\r"), Key("escape", "\x1b")]:
            app.post_message(key)
        await happened(pilot, lambda: "Reading…" not in shown(app))
        gate.set()
        await settled(pilot)
        assert app.screen.query_one(Input).value == "来稿.txt"
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1
    assert library.articles.is_empty()


@pytest.mark.long
async def test_an_entry_that_is_chosen_with_the_arrows_is_read_at_once(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "信"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("甲.txt", "乙.txt"):
        (folder / name).write_text(LETTER, "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", "down", "enter")
        await seen(pilot, "Import: 乙.txt")


@pytest.mark.long
async def test_a_path_is_read_as_terminals_write_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("我 的(一).txt", "~旧稿.txt"):
        (tmp_path / name).write_text(LETTER, "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        for typed, name in {
            r"我\ 的\(一\).txt": "我 的(一).txt",
            "'我 的(一).txt'": "我 的(一).txt",
            "./我 的(一).txt ": "我 的(一).txt",
            "./~旧稿.txt": "~旧稿.txt",
            f"file://{tmp_path}/~%E6%97%A7%E7%A8%BF.txt": "~旧稿.txt",
            f"FILE://localhost{tmp_path}/~旧稿.txt": "~旧稿.txt",
            f"'file:{tmp_path}/~旧稿.txt'": "~旧稿.txt",
        }.items():
            app.screen.query_one(Input).value = typed
            await press(pilot, "enter")
            await seen(pilot, f"Import: {name}")
            await press(pilot, "escape")


def _folder(parent: Path, articles: int) -> Path:
    folder = parent / "夹"
    folder.mkdir()
    for number in range(articles):
        (folder / f"{number:03}.txt").write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n", "utf-8")
    return folder


@pytest.mark.long
async def test_a_folder_is_previewed_with_what_would_come_in_and_what_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _folder(tmp_path, 2)
    (folder / "信.txt").write_text("渡口的灯\n本报记者 李小满\n2024-03-05\n" + LETTER, "utf-8")
    (folder / "空.txt").write_bytes(b"")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *folder.name, "enter")
        await seen(pilot, "4 files: 4 .txt")
        await seen(pilot, "3 added; 1 refused")
        assert re.search("渡口的灯 +李小满 +2024-03-05", shown(app)), shown(app)
        await press(pilot, "x", "r")
        await seen(pilot, "✗ 空.txt")
        assert "渡口的灯" not in shown(app)
        await press(pilot, "r", "escape")
        await seen(pilot, "tab complete")
        assert library.articles.is_empty()
        await press(pilot, "enter", "enter")
        await seen(pilot, "Import: 3 added")
        await press(pilot, "I", *folder.name, "enter")
        await seen(pilot, "3 unchanged")


@pytest.mark.long
async def test_the_files_that_a_preview_has_not_found_are_imported_too(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tui.controllers.transfer.folder_preview.MOST_FOUND", 2)
    folder = _folder(tmp_path, 3)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *folder.name, "enter")
        await seen(pilot, "2 files: 2 .txt; more files are found when they are imported")
        await press(pilot, "enter")
        await seen(pilot, "Import: 3 added")


@pytest.mark.long
async def test_leaving_the_preview_stops_the_search_for_files(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _folder(tmp_path, 1)
    is_searching, is_stopped = Event(), Event()

    def endless(paths: Any, others: Any, bounds: Any) -> Any:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            is_searching.set()
            try:
                bounds.check()
            except Stopped:
                is_stopped.set()
                raise
        return [], []

    monkeypatch.setattr("store.importing.inputs.arguments.find_files", endless)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await typed(pilot, "I", *folder.name, "enter")
        await happened(pilot, is_searching.is_set)
        await typed(pilot, "escape")
        await seen(pilot, "tab complete")
        await happened(pilot, is_stopped.is_set)


@pytest.mark.long
async def test_every_refused_file_of_a_folder_is_listed_with_its_reason(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _folder(tmp_path, 2)
    for name in ("甲.txt", "乙.txt", "丙.txt"):
        (folder / name).write_bytes(b"")
    (folder / "丁.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "f6")
        await seen(pilot, "Nothing was imported")
        await press(pilot, "I", *folder.name, "enter", "enter")
        await seen(pilot, "f6 lists them")
        await press(pilot, "f6")
        for name in ("甲.txt", "乙.txt", "丙.txt"):
            assert f"refused: {name}: the file is empty" in shown(app).replace("夹/", "")
        assert "丁.doc" in shown(app)
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


@pytest.mark.long
async def test_the_import_says_at_once_that_it_works(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = Event()

    def slow(*_: object, **__: object) -> Any:
        going_on.wait(PATIENCE)
        return iter(())

    monkeypatch.chdir(tmp_path)
    folder = _folder(tmp_path, 2)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *folder.name, "enter")
        monkeypatch.setattr("store.importing.inputs.arguments.read_files", slow)
        try:
            await typed(pilot, "enter")
            await seen(pilot, "Importing, ctrl+x stops")
        finally:
            going_on.set()
        await settled(pilot)
        await happened(pilot, lambda: "Importing" not in shown(app))


@pytest.mark.long
async def test_what_a_stopped_import_counts_is_what_the_library_holds(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _folder(tmp_path, 150)
    real = type(library.articles).add_all
    app = reader(library)

    def stopping(self: Any, *arguments: Any) -> Any:
        app.call_from_thread(app.screen_stack[0].action_stop)  # type: ignore[attr-defined]
        return real(self, *arguments)

    monkeypatch.setattr(type(library.articles), "add_all", stopping)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *folder.name, "enter", "enter")
        await seen(pilot, "Stopped: ")  # the thread goes on after its worker was cancelled
        held = library.articles.count()
        assert 0 < held < 150
        await seen(pilot, f"Stopped: {150 - held} files were not imported")
        await seen(pilot, f"Import: {held}")
        await press(pilot, "u")
        await seen(pilot, f"Undone: import {held} files")
    assert library.articles.is_empty()


@pytest.mark.long
async def test_notes_find_the_texts_of_the_same_folder(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _folder(tmp_path, 1)
    (folder / "标注.jsonl").write_text("", "utf-8")
    (folder / "My Clippings.txt").write_text(
        "\ufeff第0篇 (佚名)\n- 您在位置 #1-2的标注 | 添加于 2024年3月5日星期二 上午8:00:00\n\n"
        "这是第0篇文章的话。\n==========\n",
        "utf-8",
    )
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *folder.name, "enter", "enter")
        await seen(pilot, "1 file merged (1 annotation)")
        await press(pilot, "u")
    assert library.articles.is_empty()


@pytest.mark.long
async def test_toasts_never_cover_the_input_of_a_dialog(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        for key, title in (("I", "Import"), ("E", "Export")):
            await press(pilot, key, *"~/某处")
            for number in range(3):
                app.notify(f"{number} 一句很长的话，它要占去屏幕上好几行。" * 8, timeout=60)
            await seen(pilot, "2 一句很长的话")
            assert "~/某处" in shown(app), shown(app)
            assert title in shown(app)
            await press(pilot, "escape")
            app.clear_notifications()
