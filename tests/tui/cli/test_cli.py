"""The commands: what they print, and how they refuse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.library import Library
from store.model.article import BlockKind, Status
from tests.conftest import draft
from tests.paths import TEXTS
from tui.cli import run
from tui.cli.parser import BLOCK_KINDS, STATUSES

Json = dict[str, Any]


@pytest.fixture
def pizhu(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[Json], str]]:
    """Runs a command on the test's library; gives its exit code, its JSON lines, and its errors."""

    def command(*arguments: str) -> tuple[int, list[Json], str]:
        capsys.readouterr()
        try:
            code = run([*arguments, "--library", str(root), "--json"])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return code, [json.loads(line) for line in printed.out.splitlines()], printed.err

    return command


Pizhu = Callable[..., tuple[int, list[Json], str]]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "来信.txt"
    path.write_text("一封来信\n\n林 夏 2021-05-06\n\n花开了，花又落了，花还会再开。\n", "utf-8")
    return path


def test_importing_lists_and_shows(pizhu: Pizhu, letter: Path) -> None:
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


def test_importing_again_changes_nothing_and_a_changed_file_updates(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    assert pizhu("import", str(letter))[1][0]["status"] == "unchanged"
    letter.write_text(letter.read_text("utf-8").replace("再开", "再谢"), "utf-8")
    assert pizhu("import", str(letter))[1][0]["status"] == "updated"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_an_article_is_the_same_in_every_encoding(pizhu: Pizhu, letter: Path, encoding: str) -> None:
    letter.write_bytes(letter.read_text("utf-8").encode(encoding))
    pizhu("import", str(letter))
    assert pizhu("list")[1][0]["title"] == "一封来信"


def test_some_inputs_fail_and_the_rest_are_done(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
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


def test_a_damaged_article_is_spoken_of_and_the_others_are_listed(
    pizhu: Pizhu, letter: Path, root: Path, tmp_path: Path
) -> None:
    damaged = pizhu("import", str(letter))[1][0]["id"]
    other = tmp_path / "另一封.txt"
    other.write_text("另一封\n\n这里是另一封信的正文。\n", "utf-8")
    pizhu("import", str(other))
    (root / "articles" / damaged[:2] / f"{damaged}.json").write_text("{bad", "utf-8")
    code, rows, errors = pizhu("list")
    assert (code, [row["title"] for row in rows]) == (1, ["另一封"])
    assert damaged in errors
    assert errors.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(pizhu: Pizhu, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    code, (line,), _ = pizhu("import", str(tmp_path / "pipe.txt"))
    assert (code, line["status"]) == (1, "failed")


def test_a_folder_is_imported_with_what_is_below_it(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    below = tmp_path / "below" / "deeper"
    below.mkdir(parents=True)
    (below / "b.txt").write_text("另一封\n\n这里是另一封信的正文。\n", "utf-8")
    (below / ".hidden.txt").write_text("看不见的。", "utf-8")
    assert [line["title"] for line in pizhu("import", str(tmp_path / "below"))[1]] == ["另一封"]


def test_annotating_gives_the_annotation(pizhu: Pizhu, letter: Path) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    code, (made,), _ = pizhu(
        "annotate",
        article,
        "--quote",
        "花",
        "--occurrence",
        "2",
        "--tag",
        "意象",
        "--tag",
        "重复",
        "--note",
        "第二次",
    )
    assert code == 0
    assert made.keys() >= {
        "id", "start", "end", "exact", "prefix", "suffix", "tags", "note", "creator", "created", "modified",
    }  # fmt: skip
    (shown,) = pizhu("show", article)[1]
    assert shown["annotations"] == [made]
    assert shown["text"][made["start"] : made["end"]] == made["exact"] == "花"
    assert shown["text"][: made["end"]].count("花") == 2
    assert made["tags"] == ["意象", "重复"]


def test_tags_notes_status_stars_and_kinds_are_set(pizhu: Pizhu, letter: Path) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    assert pizhu("tag", article, "甲", "乙")[1] == [{"id": article, "tags": ["甲", "乙"]}]
    assert pizhu("untag", article, "甲")[1] == [{"id": article, "tags": ["乙"]}]
    pizhu("note", article, "记一笔")
    pizhu("status", article, "read")
    pizhu("star", article)
    pizhu("block", article, "0", "kicker")
    (shown,) = pizhu("show", article)[1]
    assert (shown["note"], shown["status"], shown["starred"]) == ("记一笔", "read", True)
    assert shown["blocks"][0]["kind"] == "kicker"
    assert shown["kicker"] == "一封来信"


def test_removed_articles_are_gone(pizhu: Pizhu, letter: Path) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    assert pizhu("remove", article)[0] == 0
    assert pizhu("list")[1] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "zzz"),
        ("show", ""),
        ("tag", "zzz", "甲"),
        ("annotate", "ID", "--quote", "没有这句话"),
        ("annotate", "ID", "--quote", ""),
        ("annotate", "ID", "--quote", "花", "--occurrence", "9"),
        ("annotate", "ID", "--quote", "花", "--occurrence", "0"),
        ("annotate", "ID", "--quote", "花", "--tag", " "),
        ("tag", "ID", "a//b"),
        ("untag", "ID", "没有"),
        ("block", "ID", "99", "title"),
        ("export", "markdown", "--article", "zzz"),
    ],
    ids=" ".join,
)
def test_what_is_wrongly_asked_is_one_sentence_and_changes_nothing(
    pizhu: Pizhu, letter: Path, arguments: tuple[str, ...], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    before = {path: path.read_bytes() for path in root.rglob("*.json")}
    given = [article if argument == "ID" else argument for argument in arguments]
    capsys.readouterr()
    assert run([*given, "--library", str(root)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("pizhu: ")
    assert error.endswith(".\n")
    assert error.count("\n") == 1
    assert {path: path.read_bytes() for path in root.rglob("*.json")} == before


@pytest.mark.parametrize(
    "arguments", [("frob",), ("import",), ("tag", "x"), ("status", "x", "eaten"), ("--frob",)]
)
def test_a_wrong_command_line_leaves_with_2(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(arguments)
    assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_library_that_cannot_be_made_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run(["list", "--library", str(tmp_path / "file" / "library")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_reader_needs_a_terminal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--library", str(root)]) == 2
    assert "needs a terminal" in capsys.readouterr().err
    assert not root.exists()


@pytest.mark.parametrize("place", ["~nosuchuser/x", "~nosuchuser/library"])
def test_the_home_of_a_user_there_is_not_is_one_sentence(
    pizhu: Pizhu, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "--library", place]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert pizhu("export", "markdown", "-o", place)[0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take other names")
def test_names_and_words_that_are_not_utf8_are_written_out(pizhu: Pizhu, letter: Path) -> None:
    badly_named = letter.with_name(
        os.fsdecode("来信\xb4\xba.txt".encode("latin-1", "ignore") or b"\xb4\xba.txt")
    )
    badly_named.write_bytes(letter.read_bytes())
    code, (imported,), _ = pizhu("import", str(badly_named))
    assert (code, imported["status"]) == (0, "added")
    assert "\\xb4" in imported["path"]
    assert pizhu("note", imported["id"], os.fsdecode(b"\xff"))[1][0]["note"] == "\\xff"
    assert pizhu("show", os.fsdecode(b"\xff"))[0] == 2


def test_output_that_cannot_be_written_is_one_sentence(letter: Path, root: Path) -> None:
    run(["import", str(letter), "--library", str(root)])
    command = f"{sys.executable} -m tui list --library {root}"
    for redirected, code in (("> /dev/full", 1), ("| true", 0)):
        done = subprocess.run(
            f"{command} {redirected}", shell=True, capture_output=True, text=True, check=False
        )
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == code


def test_the_library_is_the_one_named_before_the_environment_before_the_default(
    tmp_path: Path, letter: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["import", str(letter)])
    monkeypatch.setenv("PIZHU_LIBRARY", str(tmp_path / "environment"))
    run(["import", str(letter)])
    run(["--library", str(tmp_path / "named"), "import", str(letter)])
    found = {}
    for path in tmp_path.rglob("library.json"):
        with Library(path.parent) as library:
            found[path.parent.name] = library.count()
    assert found == {"library": 1, "environment": 1, "named": 1}


def test_the_grammar_knows_the_kinds_and_statuses_there_are() -> None:
    assert list(BLOCK_KINDS) == list(BlockKind)
    assert list(STATUSES) == list(Status)


def test_commands_never_add_the_starters(pizhu: Pizhu) -> None:
    assert pizhu("list") == (0, [], "")


def test_an_export_is_written_to_a_file_or_printed(
    pizhu: Pizhu, letter: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    pizhu("annotate", article, "--quote", "花开了", "--note", "春天")
    path = tmp_path / "notes.md"
    assert run(["export", "markdown", "-o", str(path), "--library", str(root)]) == 0
    capsys.readouterr()
    assert run(["export", "markdown", "--article", article[:6], "--library", str(root)]) == 0
    assert capsys.readouterr().out == path.read_text("utf-8")
    assert re.search(r"> 花开了\n\n\^[0-9a-f]{8}\n\n春天\n", path.read_text("utf-8"))
    (printed,) = pizhu("export", "markdown")[1]
    assert printed == {"format": "markdown", "path": None, "articles": 1, "text": path.read_text("utf-8")}
    (written,) = pizhu("export", "markdown", "-o", str(path))[1]
    assert written == {"format": "markdown", "path": str(path), "articles": 1}


def test_whoever_asks_for_a_pdf_is_told_to_print_the_page(
    pizhu: Callable[..., tuple[int, list[Json], str]],
) -> None:
    code, _, said = pizhu("export", "pdf")
    assert code == 2
    assert "print the page" in said


def test_an_export_does_not_overwrite_a_file_of_another_kind(
    letter: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = letter.read_bytes()
    assert run(["export", "markdown", "-o", str(letter), "--library", str(root)]) == 2
    assert letter.read_bytes() == before
    assert run(["export", "markdown", "-o", str(letter), "--force", "--library", str(root)]) == 0


def test_markdown_is_written_to_a_folder_again_and_again(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    vault = tmp_path / "vault"
    told = {"format": "markdown", "path": str(vault), "articles": 1, "refused": [], "left": []}
    assert pizhu("export", "markdown", "-o", f"{vault}/")[:2] == (0, [{**told, "files": 1, "unchanged": 0}])
    assert pizhu("export", "markdown", "-o", str(vault))[:2] == (0, [{**told, "files": 0, "unchanged": 1}])
    (path,) = vault.glob("*.md")
    path.write_text("mine")
    code, (result,), _ = pizhu("export", "markdown", "-o", str(vault), "--article", article)
    assert (code, result["files"], len(result["refused"])) == (1, 0, 1)
    assert path.read_text() == "mine"
    assert pizhu("export", "markdown", "-o", str(vault), "--force")[0] == 0
    assert article in path.read_text("utf-8")


def test_only_markdown_is_written_to_a_folder(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    code, _, errors = pizhu("export", "org", "-o", f"{tmp_path / 'new'}/")
    assert code == 2
    assert "names a folder" in errors
    assert pizhu("export", "org", "-o", str(tmp_path))[0] == 2
    assert not (tmp_path / "new").exists()


def test_an_export_by_a_template(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    article = pizhu("import", str(letter))[1][0]["id"]
    template = tmp_path / "mine.j2"
    template.write_text("{{ article.id }}!", "utf-8")
    for kind in ("markdown", "org", "html"):
        (printed,) = pizhu("export", kind, "--template", str(template))[1]
        assert printed["text"] == f"{article}!"
    path = tmp_path / "notes.org"
    assert pizhu("export", "org", "--template", str(template), "-o", str(path))[0] == 0
    assert path.read_text() == f"{article}!"
    template.write_text("\n{{ nothing }}", "utf-8")
    code, _, errors = pizhu("export", "markdown", "--template", str(template))
    assert code == 2
    assert f"The template {template}, line 2: 'nothing' is undefined" in errors
    assert pizhu("export", "qdpx", "--template", str(template), "-o", str(tmp_path / "x.qdpx"))[0] == 2


def test_settings_that_cannot_be_used_are_named(
    home: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "config" / "pizhu"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("measure = 4\n")
    assert run(["list", "--library", str(root)]) == 1
    assert "measure must be between" in capsys.readouterr().err


def test_escape_sequences_in_an_article_never_reach_the_terminal(
    pizhu: Pizhu, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sly.txt"
    path.write_text("标题\x1b[2J有诈\n\n正文里也有\x1b]0;owned\x07控制符。\n", "utf-8")
    article = pizhu("import", str(path))[1][0]["id"]
    for arguments in (["list"], ["show", article], ["annotate", article, "--quote", "控制符"]):
        capsys.readouterr()
        run([*arguments, "--library", str(root)])
        assert not {"\x1b", "\x07"} & set(capsys.readouterr().out)


def test_the_samples_are_told_apart_as_printed(pizhu: Pizhu) -> None:
    code, imported, _ = pizhu("import", *map(str, TEXTS))
    assert code == 0
    first, second = (pizhu("show", each["id"])[1][0] for each in imported)
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


def test_undo_and_redo_turn_the_last_change_of_the_library_round(
    pizhu: Pizhu, library: Library, station: str
) -> None:
    library.tag(station, ["铁路"])
    assert pizhu("undo") == (0, [{"undone": "tag “铁路”"}], "")
    assert library.article(station).tags == ()
    assert pizhu("redo") == (0, [{"redone": "tag “铁路”"}], "")
    assert library.article(station).tags == ("铁路",)
    assert pizhu("redo") == (0, [{"redone": None}], "")


def test_a_search_tells_articles_places_and_snippets(pizhu: Pizhu, letter: Path) -> None:
    _, [taken], _ = pizhu("import", str(letter))
    code, [found], _ = pizhu("search", "，")
    assert code == 0
    assert found["id"] == taken["id"]
    text = str(pizhu("show", str(taken["id"]))[1][0]["text"])
    assert [text[hit["start"] : hit["end"]] for hit in found["hits"]] == ["，"] * text.count("，")
    assert pizhu("search", "没有的词") == (0, [], "")
    assert pizhu("search", "")[0] == 2


def test_reading_commands_leave_no_trace_where_there_is_no_library(pizhu: Pizhu, root: Path) -> None:
    assert pizhu("list") == (0, [], "")
    assert pizhu("search", "水") == (0, [], "")
    assert not root.exists()


def test_an_orphan_is_told_of_and_placed(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "山.txt"
    path.write_text("山里的小庙\n\n山上有一座小庙，庙里住着三个人，种菜，挑水。\n\n山下是河，河上有桥。\n")
    _, [taken], _ = pizhu("import", str(path))
    article = str(taken["id"])
    _, [mark], _ = pizhu("annotate", article, "--quote", "三个人", "--note", "谁")
    path.write_text("山里的小庙\n\n山上有一座小庙，很旧了。\n\n山下是河，河上有桥。\n")
    _, [again], told = pizhu("import", str(path))
    assert (again["status"], again["orphans"]) == ("updated", 1)
    assert "1 annotation" in told
    _, [placed], _ = pizhu("place", article, str(mark["id"])[:8], "--quote", "小庙", "--occurrence", "2")
    assert (placed["exact"], placed["orphan"], placed["note"]) == ("小庙", False, "谁")
    assert pizhu("place", article, "zz", "--quote", "小庙")[0] == 2


def test_a_library_is_checked_and_mended(pizhu: Pizhu, letter: Path, root: Path) -> None:
    _, [taken], _ = pizhu("import", str(letter))
    assert pizhu("check") == (0, [], "")
    (root / "articles" / str(taken["id"])[:2] / "stray.txt").write_text("")
    code, [damage], _ = pizhu("check")
    assert (code, damage["kind"], damage["mended"]) == (1, "stray", False)
    code, [mended], _ = pizhu("check", "--repair")
    assert (code, mended["kind"], mended["mended"]) == (0, "stray", True)
    assert pizhu("check") == (0, [], "")


def test_a_library_is_backed_up_and_restored(pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path) -> None:
    _, _, _ = pizhu("import", str(letter))
    archive, folder = tmp_path / "b.zip", tmp_path / "restored"
    assert pizhu("backup", str(archive)) == (0, [{"path": str(archive), "articles": 1}], "")
    assert pizhu("restore", str(archive), str(folder))[:2] == (0, [{"path": str(folder), "articles": 1}])
    assert pizhu("restore", str(archive), str(folder))[0] == 1
    assert pizhu("backup", str(letter))[0] == 2
    assert pizhu("backup")[0] == 2
    code, [daily], _ = pizhu("backup", "--daily")
    assert code == 0
    assert Path(str(daily["path"])).parent == root / "backups"
    assert pizhu("backup", "--daily")[1] == [{"path": None}]


def test_tags_are_listed_renamed_and_merged(pizhu: Pizhu, letter: Path) -> None:
    _, [taken], _ = pizhu("import", str(letter))
    pizhu("tag", str(taken["id"]), "旧", "花")
    assert pizhu("tags", "rename", "旧", "新") == (0, [{"tags": ["旧"], "into": "新", "articles": 1}], "")
    assert pizhu("tags", "merge", "花", "新")[0] == 0
    assert [(tag["name"], tag["uses"]) for tag in pizhu("tags")[1]] == [("新", 1)]
    assert pizhu("tags", "rename", "旧", "别")[0] == 2
    assert pizhu("tags", "rename", "新")[0] == 2


def test_the_list_is_narrowed_by_a_query(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    (row,) = pizhu("list")[1]
    assert pizhu("list", "is:unread", "花")[1] == [row]
    assert pizhu("list", "!is:unread")[1] == []
    code, _, error = pizhu("list", "is:blue")
    assert code == 2
    assert "is:blue" in error


def test_tags_are_split_shown_coloured_and_moved_several_at_once(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    article = pizhu("list")[1][0]["id"]
    for occurrence, note in (("1", "春"), ("2", "秋")):
        pizhu("annotate", article, "--quote", "花", "--occurrence", occurrence, "--tag", "花", "--note", note)
    assert pizhu("tags", "split", "花", "落花", "秋")[1] == [{"tag": "花", "into": "落花", "uses": 1}]
    (card,) = pizhu("tags", "show", "落花")[1]
    assert (card["uses"], card["articles"]) == (1, 1)
    pizhu("tags", "move", "花", "落花", "植物")
    listed = pizhu("tags", "colour", "植物/花", "植物/落花", "teal")[1]
    assert [(tag["name"], tag["colour"]) for tag in listed] == [("植物/花", "teal"), ("植物/落花", "teal")]
    assert pizhu("tags", "split", "无", "有")[0] == 2


def test_tags_are_suggested_with_why_and_dismissed_until_undone(pizhu: Pizhu, root: Path) -> None:
    with Library(root) as library:
        there, _ = library.add(draft("銀行在東邊。", title="乙"))
        library.marks.annotate_quote(there, "銀行", tags=["地方"])
        here, _ = library.add(draft("银行关门了，雨燕飞来了，雨燕又飞走了。", title="甲"))
    code, (suggested,), _ = pizhu("suggest", here, "--quote", "银行")
    assert code == 0
    assert suggested == {
        "tag": "地方", "kind": "same", "reason": "the same words in 「乙」", "score": 0.9, "new": False,
    }  # fmt: skip
    keywords = pizhu("suggest", here[:8])[1]
    assert ("雨燕", "keyword", True) in [(each["tag"], each["kind"], each["new"]) for each in keywords]
    assert pizhu("suggest", here, "--dismiss", "雨燕", "--dismiss", "飞走")[1] == [
        {"dismissed": ["雨燕", "飞走"]}
    ]
    assert pizhu("suggest", here, "--quote", "银行", "--dismiss", "地方")[0] == 0
    assert pizhu("suggest", here, "--quote", "银行")[1] == []
    pizhu("undo")
    assert pizhu("suggest", here, "--quote", "银行")[1] == [suggested]
    assert "雨燕" not in [each["tag"] for each in pizhu("suggest", here)[1]]
    pizhu("undo")
    assert "雨燕" in [each["tag"] for each in pizhu("suggest", here)[1]]
    assert pizhu("show", here)[1][0]["tags"] == []


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["--quote", "没有"], "do not stand in the article"),
        (["--quote", ""], "do not stand in the article"),
        (["--quote", "银行", "--occurrence", "2"], "no occurrence 2"),
        (["--dismiss", " "], "needs a name"),
        (["--dismiss", "好", "--dismiss", "a//b"], "empty part"),
    ],
)
def test_what_cannot_be_suggested_or_dismissed_is_refused_and_changes_nothing(
    pizhu: Pizhu, root: Path, arguments: list[str], refusal: str
) -> None:
    with Library(root) as library:
        here, _ = library.add(draft("银行关门了。", title="甲"))
    code, printed, errors = pizhu("suggest", here, *arguments)
    assert (code, printed) == (2, [])
    assert refusal in errors
    with Library(root) as library:
        assert library.dismissals.all() == ()


def test_words_are_tagged_wherever_they_stand(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    article = pizhu("list")[1][0]["id"]
    everywhere = ("annotate", "--everywhere", "--quote", "花")
    assert pizhu(*everywhere, "--tag", "花")[1] == [{"places": 3, "tagged": 3}]
    assert pizhu("annotate", article, *everywhere[1:], "--tag", "花")[1] == [{"places": 3, "tagged": 0}]
    assert pizhu(*everywhere)[0] == 2
    assert pizhu("annotate", "--quote", "花")[0] == 2
    pizhu("undo")
    assert pizhu("show", article)[1][0]["annotations"] == []


def test_a_codebook_overwrites_no_file_unasked(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    pizhu("tag", pizhu("list")[1][0]["id"], "花")
    path = tmp_path / "mine.csv"
    path.write_text("PRECIOUS", "utf-8")
    code, _, error = pizhu("tags", "export", str(path))
    assert (code, path.read_text("utf-8")) == (2, "PRECIOUS")
    assert "--force" in error
    assert pizhu("tags", "export", str(path), "--force")[1] == [{"path": str(path), "tags": 1}]
    assert "花" in path.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "words", [("split", "花", "花"), ("move", "花", ""), ("rename", "花", "叶"), ("show", "无")]
)
def test_nonsense_about_tags_is_one_sentence(pizhu: Pizhu, letter: Path, words: tuple[str, ...]) -> None:
    pizhu("import", str(letter))
    pizhu("tag", pizhu("list")[1][0]["id"], "花", "叶")
    code, _, error = pizhu("tags", *words)
    assert (code, error.count("\n")) == (2, 1)
    assert error.startswith("pizhu: ")


def test_agreement_is_over_the_articles_that_both_have_annotated(
    pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path
) -> None:
    other = tmp_path / "另.txt"
    other.write_text("另一篇\n\n别的事情。\n", "utf-8")
    pizhu("import", str(letter), str(other))
    rows = {row["title"]: row["id"] for row in pizhu("list")[1]}
    for creator, articles in (("甲", ["一封来信", "另一篇"]), ("乙", ["一封来信"])):
        with Library(root, creator=creator) as library:
            for title in articles:
                library.marks.annotate(rows[title], 0, 2, tags=["题"])
    assert pizhu("agreement", "甲", "乙")[1][0]["kappa"] == 1.0
    with Library(root, creator="丙") as library:
        library.marks.annotate(rows["另一篇"], 0, 2)
    assert pizhu("agreement", "乙", "丙")[0] == 2


def test_texts_and_notes_that_are_imported_together_are_one_step(
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


def test_what_changes_nothing_is_no_step(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    notes = tmp_path / "notes.json"
    pizhu("export", "json", "-o", str(notes))
    (merged,) = pizhu("import", str(notes))[1]
    assert (merged["is_step"], merged["articles_known"]) == (False, 1)


@pytest.mark.parametrize("name", ["notes.qdpx", "there.conf", "."])
def test_an_export_goes_to_no_place_of_another_kind(
    pizhu: Pizhu, letter: Path, tmp_path: Path, name: str
) -> None:
    pizhu("import", str(letter))
    (tmp_path / "there.conf").write_text("mine", "utf-8")
    code, _, error = pizhu("export", "json", "-o", str(tmp_path / name))
    assert (code, error.count("\n")) == (2, 1)
    assert (tmp_path / "there.conf").read_text("utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_an_export_puts_no_file_in_the_place_of_a_pipe(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for force in ([], ["--force"]):
        code, _, error = pizhu("export", "json", "-o", str(pipe), *force)
        assert code == 2
        assert "no ordinary file" in error
    assert pipe.is_fifo()
