"""The command `import`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Json, Pizhu


def test_import_prints_the_article_that_list_and_show_print(pizhu: Pizhu, letter: Path) -> None:
    code, (imported,), _ = pizhu("import", str(letter))
    assert code == 0
    assert imported.pop("id")
    assert imported == {
        "title": "一封来信",
        "status": "added",
        "path": str(letter),
        "encoding": "utf-8",
        "orphans": 0,
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
    assert [line["status"] for line in lines] == ["failed", "added", "failed", "failed"]
    for path in (empty, binary, missing):
        assert sum(str(path) in error for error in errors.splitlines()) == 1
    assert all(error.startswith("pizhu: ") and error.endswith(".") for error in errors.splitlines())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_import_rejects_a_named_pipe_without_blocking(pizhu: Pizhu, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    code, (line,), _ = pizhu("import", str(tmp_path / "pipe.txt"))
    assert (code, line["status"]) == (1, "failed")


def test_import_of_a_folder_includes_subfolders_but_no_hidden_files(
    pizhu: Pizhu, letter: Path, tmp_path: Path
) -> None:
    below = tmp_path / "below" / "deeper"
    below.mkdir(parents=True)
    (below / "b.txt").write_text("另一封\n\n这里是另一封信的正文。\n", "utf-8")
    (below / ".hidden.txt").write_text("看不见的。", "utf-8")
    assert [line["title"] for line in pizhu("import", str(tmp_path / "below"))[1]] == ["另一封"]


def test_sample_articles_are_divided_into_their_printed_parts(
    pizhu: Pizhu, sample: Callable[[str], Path]
) -> None:
    paths = [sample("000_"), sample("003_")]
    code, imported, _ = pizhu("import", *map(str, paths))
    assert code == 0
    first, second = (pizhu("show", each["id"])[1][0] for each in imported)
    assert (first["column"], first["authors"], first["date"]) == (
        "陕邮新闻",
        ["张丹琛", "叶江涛"],
        "2020-03-24",
    )
    assert first["title"] == "汉中邮政:打造“不断档、有温度”的金融服务"
    assert second["kicker"] == "解决群众“急难愁盼”，浙江工行这么办——"
    assert (second["title"], second["authors"]) == ("小事不“小视” 点滴暖人心", ["朱华", "孟文", "郭昉杰"])

    def parts(article: Json, kind: str) -> list[str]:
        return [article["text"][b["start"] : b["end"]] for b in article["blocks"] if b["kind"] == kind]

    assert parts(first, "heading") == ["线上服务有温度", "线下服务不缺位", "专业协同树品牌"]
    assert parts(second, "heading") == ["把小事办好", "把急事办妥", "把难事办成"]
    assert len(parts(second, "caption")) == 8
    assert ["本版图片由工行浙江省分行提供" in credit for credit in parts(second, "credit")] == [True]
    assert sum("针对老人该笔存单的情况" in words for words in parts(second, "paragraph")) == 1


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
    assert (code, [line["status"] for line in lines]) == (0, ["added", "merged"])
    assert len(pizhu("list")[1]) == 2
    pizhu("undo")
    assert pizhu("list")[1] == []


def test_import_without_changes_adds_no_undo_step(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    notes = tmp_path / "notes.json"
    pizhu("export", "json", "-o", str(notes))
    (merged,) = pizhu("import", str(notes))[1]
    assert (merged["is_step"], merged["articles_known"]) == (False, 1)
