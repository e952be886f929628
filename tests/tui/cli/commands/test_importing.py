"""The command `import`."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest

from store.errors import LibraryUnavailable
from store.library.transactions import Transactions
from store.model.edits import Edit
from store.storage.history.undo_log import StepGroup
from tests.paths import TEXTS
from tests.tui.cli.conftest import Json, Pizhu


def test_import_prints_the_article_that_list_and_show_print(pizhu: Pizhu, letter: Path) -> None:
    code, (imported, _), _ = pizhu("import", str(letter))
    assert code == 0
    assert imported.pop("id")
    assert imported == {
        "title": "一封来信",
        "status": "added",
        "path": str(letter),
        "encoding": "utf-8",
        "format": "text",
        "remarks": [],
        "similar": None,
        "similar_title": None,
        "orphans": 0,
        "moved": 0,
        "error": None,
    }
    _, (row,), _ = pizhu("list")
    assert row.keys() >= {
        "id", "title", "kicker", "subtitle", "column", "authors", "date", "source", "chars", "tags",
        "annotations", "status", "added",
    }  # fmt: skip
    assert (row["title"], row["authors"], row["date"]) == ("一封来信", ["林夏"], "2021-05-06")
    _, (shown,), _ = pizhu("show", row["id"][:5])
    assert shown["text"][shown["blocks"][-1]["start"] :] == "花开了，花又落了，花还会再开。"
    assert {block["kind"] for block in shown["blocks"]} >= {"title", "byline", "paragraph"}


def test_importing_again_updates_the_article_only_if_the_file_changed(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    assert pizhu("import", str(letter))[1][0]["status"] == "unchanged"
    letter.write_text(letter.read_text("utf-8").replace("再开", "再谢"), "utf-8")
    assert pizhu("import", str(letter))[1][0]["status"] == "updated"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_encodings_give_the_same_article(pizhu: Pizhu, letter: Path, encoding: str) -> None:
    letter.write_bytes(letter.read_text("utf-8").encode(encoding))
    pizhu("import", str(letter))
    assert pizhu("list")[1][0]["title"] == "一封来信"


def test_import_continues_after_files_that_fail(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "picture.txt"
    empty.write_bytes(b"")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    missing = tmp_path / "missing.txt"
    code, lines, errors = pizhu("import", str(empty), str(letter), str(binary), str(missing))
    assert code == 1
    assert [line["status"] for line in lines] == ["failed", "added", "failed", "failed", "total"]
    for path in (empty, binary, missing):
        assert sum(str(path) in error for error in errors.splitlines()) == 1
    assert all(error.startswith("pizhu: ") and error.endswith(".") for error in errors.splitlines())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_import_rejects_a_named_pipe_without_blocking(pizhu: Pizhu, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    code, (line, _), _ = pizhu("import", str(tmp_path / "pipe.txt"))
    assert (code, line["status"]) == (1, "failed")


def test_import_of_a_folder_includes_subfolders_but_no_hidden_files(
    pizhu: Pizhu, letter: Path, tmp_path: Path
) -> None:
    below = tmp_path / "below" / "deeper"
    below.mkdir(parents=True)
    (below / "b.txt").write_text("另一封\n\n这里是另一封信的正文。\n", "utf-8")
    (below / ".hidden.txt").write_text("看不见的。", "utf-8")
    assert [line["title"] for line in pizhu("import", str(tmp_path / "below"))[1][:-1]] == ["另一封"]


def test_sample_articles_are_divided_into_their_printed_parts(pizhu: Pizhu) -> None:
    code, imported, _ = pizhu("import", *map(str, TEXTS))
    assert code == 0
    first, second = (pizhu("show", each["id"])[1][0] for each in imported[:-1])
    assert (first["column"], first["authors"], first["date"]) == (
        "河湾新闻",
        ["林秋禾", "陈渡"],
        "2021-11-03",
    )
    assert first["title"] == "河湾轮渡:办好“不误点、有灯光”的夜班船"
    assert second["kicker"] == "修好街坊“坏掉的东西”，青石巷这样做——"
    assert (second["title"], second["authors"]) == (
        "小铺不“小气” 一针一线见真情",
        ["许岚", "贺平", "欧阳知远"],
    )

    def parts(article: Json, kind: str) -> list[str]:
        return [article["text"][b["start"] : b["end"]] for b in article["blocks"] if b["kind"] == kind]

    assert parts(first, "heading") == ["雾里开船有办法", "票价不涨班次涨", "等船的人有热水"]
    assert parts(second, "heading") == ["把旧物修好", "把手艺教好", "把巷子连好"]
    assert len(parts(second, "caption")) == 8
    assert ["本版图片由青石巷街坊会提供" in credit for credit in parts(second, "credit")] == [True]
    assert sum("针对老人的插座老化的情况" in words for words in parts(second, "paragraph")) == 1


def test_texts_and_notes_imported_together_are_undone_together(
    pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path
) -> None:
    pizhu("import", str(letter))
    notes = tmp_path / "notes.json"
    pizhu("export", "json", "-o", str(notes))
    pizhu("remove", pizhu("list")[1][0]["id"])
    other = tmp_path / "另.txt"
    other.write_text("另一篇\n\n别的事情。\n", "utf-8")
    code, lines, _ = pizhu("import", str(other), str(notes))
    assert (code, [line["status"] for line in lines]) == (0, ["added", "merged", "total"])
    assert len(pizhu("list")[1]) == 2
    pizhu("undo")
    assert pizhu("list")[1] == []


def test_import_without_changes_adds_no_undo_step(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    notes = tmp_path / "notes.json"
    pizhu("export", "json", "-o", str(notes))
    (merged, _) = pizhu("import", str(notes))[1]
    assert (merged["is_step"], merged["articles_known"]) == (False, 1)


def test_damage_is_told_with_the_encoding_and_on_standard_error(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "来稿.txt"
    line = "清晨的集市上，卖豆腐的人已经摆好了摊子，买菜的人也陆续来了。".encode("gb18030")
    path.write_bytes(line[:20] + b"\xff" + line[20:])
    code, (imported, _), errors = pizhu("import", str(path))
    assert (code, imported["encoding"]) == (0, "gb18030 (damaged, 1 place)")
    assert "damaged, 1 place" in errors


def test_the_last_line_is_the_total(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "剪报"
    folder.mkdir()
    letter.rename(folder / "来信.txt")
    for name in ("a.jpg", "b.jpg", "c.mp3"):
        (folder / name).write_text("图")
    (folder / "空.txt").write_text(" ")
    code, lines, _ = pizhu("import", str(folder), "没有.txt")
    assert code == 1
    assert lines[-1] == {
        "status": "total", "dry_run": False, "added": 1, "unchanged": 0, "updated": 0, "files": 1,
        "merged": 0, "merged_articles": 0, "merged_annotations": 0, "merged_changes": 0, "placeholders": 0,
        "similar": 0,
        "refused_parts": {},
        "refused": {"the file contains only white space": 1, "there is no such file": 1},
        "skipped": {".jpg": 2, ".mp3": 1},
    }  # fmt: skip


def test_a_dry_run_reads_everything_and_writes_nothing(
    pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path
) -> None:
    code, (found, total), _ = pizhu("import", "--dry-run", str(letter), "--set", "source=报", "--tag", "信")
    assert (code, found["status"], found["source"], found["tags"]) == (0, "would be added", "报", ["信"])
    assert (found["title"], found["authors"], found["date"]) == ("一封来信", ["林夏"], "2021-05-06")
    assert (total["added"], total["dry_run"]) == (1, True)
    assert not (root / "articles").exists() or not any((root / "articles").iterdir())


def test_what_is_said_of_a_batch_applies_to_all_its_articles(pizhu: Pizhu, letter: Path) -> None:
    named = letter.rename(letter.with_name("2020-03-24-花的信.txt"))
    options = ("--set", "来源=河湾报", "--tag", "信", "--name", "{date}-{title}")
    pizhu("import", str(named), *options)
    (row,) = pizhu("list")[1]
    assert (row["title"], row["date"], row["source"], row["tags"]) == (
        "花的信", "2020-03-24", "河湾报", ["信"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [("--set", "x=1"), ("--set", "date=x"), ("--name", "{x}"), ("--map", "title"), ("--split", "(")],
)
def test_wrong_options_are_told(pizhu: Pizhu, letter: Path, options: tuple[str, str]) -> None:
    code, lines, errors = pizhu("import", str(letter), *options)
    assert (code, lines) == (2, [])
    assert errors.endswith(".\n")


def test_nothing_to_import_is_told(pizhu: Pizhu) -> None:
    assert pizhu("import")[0] == 2


@pytest.mark.long
def test_standard_input_is_imported(pizhu: Pizhu, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for status in ("added", "unchanged"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(letter.read_bytes())))
        code, (imported, _), _ = pizhu("import", "-", "--name", "来信.txt")
        assert (code, imported["status"], imported["path"]) == (0, status, "-")


def test_an_article_like_another_one_is_told(pizhu: Pizhu, tmp_path: Path) -> None:
    body = "".join(
        f"第{number}天的清晨，渡口的雾比前一天更浓一些，等船的人也更多。" for number in "一二三四五六"
    )
    for name, title in (("a", "雾"), ("b", "浓雾锁住了渡口")):
        (tmp_path / f"{name}.txt").write_text(f"{title}\n\n{body}\n", "utf-8")
    files = str(tmp_path / "a.txt"), str(tmp_path / "b.txt")
    _, (first, second, total), _ = pizhu("import", "--dry-run", *files)
    assert (first["similar_title"], second["similar"], second["similar_title"]) == (None, None, "雾")
    _, (first, second, total), _ = pizhu("import", *files)
    assert (first["similar"], second["similar"], total["similar"]) == (None, first["id"], 1)
    assert (first["similar_title"], second["similar_title"]) == (None, "雾")


@pytest.mark.long
def test_a_dry_run_says_what_the_import_says(pizhu: Pizhu, tmp_path: Path) -> None:
    body = "".join(
        f"第{number}天的清晨，渡口的雾比前一天更浓一些，等船的人也更多。" for number in "一二三四五六"
    )
    for name, words in (("a.txt", f"雾\n\n{body}"), ("b.txt", f"浓雾锁住了渡口\n\n{body}"), ("空.txt", " ")):
        (tmp_path / name).write_text(f"{words}\n", "utf-8")
    (tmp_path / "c.jsonl").write_text(
        f'{{"title": "雾中", "text": "{body}再见。"}}\n{{"text": ""}}\n', "utf-8"
    )
    pizhu("list")
    for options in ((), ("--tag", "渡"), ("--set", "source=报"), ()):
        _, previewed, _ = pizhu("import", str(tmp_path), "--dry-run", *options)
        _, done, _ = pizhu("import", str(tmp_path), *options)
        assert {**previewed[-1], "dry_run": False} == done[-1]
        assert [each["status"].removeprefix("would be ") for each in previewed] == [
            each["status"] for each in done
        ]
    assert (done[-1]["unchanged"], done[-1]["refused_parts"]["no text"]) == (3, 1)
    assert done[-1]["skipped"] == {"library of Pizhu": 1}


def test_notes_find_in_a_dry_run_the_texts_that_come_with_them(
    pizhu: Pizhu, letter: Path, tmp_path: Path
) -> None:
    clippings = tmp_path / "clippings.txt"
    head = "- 您在位置 #12-13的标注 | 添加于 2021年3月4日星期四 上午10:00:00"
    clippings.write_text(
        "".join(f"{title} (林夏)\n{head}\n\n花又落了\n==========\n" for title in ("一封来信", "别的书")),
        "utf-8",
    )
    _, previewed, _ = pizhu("import", "--dry-run", str(letter), str(clippings))
    _, done, _ = pizhu("import", str(letter), str(clippings))
    assert {**previewed[-1], "dry_run": False} == done[-1]
    assert (done[-1]["added"], done[-1]["merged_articles"], done[-1]["placeholders"]) == (1, 0, 1)


def test_an_import_that_is_stopped_tells_what_was_imported(
    pizhu: Pizhu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"第{number}篇\n\n第{number}篇的正文，写得不长。\n", "utf-8")
    monkeypatch.setattr("store.library.batches.MAX_ARTICLES", 2)
    printed: list[object] = []

    def stop(*arguments: object) -> None:
        printed.append(arguments)
        if len(printed) == 3:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("tui.cli.importing.run.print_imported_file", stop)
    with pytest.raises(KeyboardInterrupt):
        pizhu("import", *(str(tmp_path / f"{number}.txt") for number in range(6)))
    assert len(printed) == 4
    assert len(pizhu("list")[1]) == 4
    assert pizhu("undo")[1] == [{"undone": "import 4 files"}]


def test_a_merge_that_fails_halfway_tells_what_was_written(
    pizhu: Pizhu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"第{number}篇\n\n第{number}篇的正文，写得不长。\n", "utf-8")
    pizhu("import", *(str(tmp_path / f"{number}.txt") for number in range(3)))
    notes = tmp_path / "notes.json"
    pizhu("export", "json", "-o", str(notes))
    pizhu("undo")
    monkeypatch.setattr("store.library.batches.MAX_ARTICLES", 1)
    commit, written = Transactions.commit, list[str]()

    def commit_two(self: Transactions, label: str, edits: list[Edit], group: StepGroup | None) -> None:
        if len(written) == 2:
            raise LibraryUnavailable("The disk is full; make room.")
        written.extend([label] * bool(edits))
        commit(self, label, edits, group)

    with monkeypatch.context() as failing:
        failing.setattr(Transactions, "commit", commit_two)
        code, (merged, failed, total), _ = pizhu("import", str(notes))
    assert (code, merged["status"], merged["articles_added"], failed["status"]) == (1, "merged", 2, "failed")
    assert (total["merged_articles"], total["refused"]) == (2, {"The disk is full": 1})
    assert len(pizhu("list")[1]) == 2
    pizhu("undo")
    assert pizhu("list")[1] == []


def test_files_whose_names_begin_with_a_dash_are_imported(
    pizhu: Pizhu, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(letter.parent)
    letter.rename(letter.with_name("-rf.txt"))
    assert pizhu("import", "-rf.txt")[1][0]["status"] == "added"
    code, _, errors = pizhu("import", "-no.txt")
    assert (code, "write ./ before it" in errors) == (2, True)


def test_a_pattern_for_names_does_not_fit_standard_input(
    pizhu: Pizhu, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, errors = pizhu("import", "-", "--name", "{date}-{title}")
    assert (code, "no file name" in errors) == (2, True)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(letter.read_bytes())))
    _, (*_, imported, _), _ = pizhu("import", str(letter), "-", "--name", "{title}")
    assert imported["remarks"] == [
        "its name does not fit the pattern {title}",
        "title kept: “来信”, not “一封来信”",
    ]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--name", "abc"), "has no field"),
        (("--map", "正文=text"), "text=正文"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    pizhu: Pizhu, letter: Path, options: tuple[str, ...], why: str
) -> None:
    code, _, errors = pizhu("import", str(letter), *options)
    assert code == 2
    assert why in errors
