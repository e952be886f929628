"""The commands `note`, `notes` and `links`; tests/store/notes has more of what they find."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from store.library import open_library
from store.library.opening import store_at
from store.model.note_draft import NoteDraft, NoteSubject
from tests.tui.cli.conftest import Pizhu
from tui.cli import run
from tui.unsaved_notes import new_unsaved_file, write_unsaved
from tui.user_folders import library_location


def test_empty_note_removes_the_note(pizhu: Pizhu, article: str) -> None:
    assert pizhu("note", article, "记一笔")[1] == [{"id": article, "note": "记一笔"}]
    assert [note["note"] for note in pizhu("notes")[1]] == ["记一笔"]
    assert pizhu("note", article, "")[1] == [{"id": article, "note": ""}]
    assert pizhu("notes")[1] == []


def test_links_are_printed_in_both_directions(pizhu: Pizhu, article: str) -> None:
    pizhu("note", article, "见 [[#花]]")
    (link,) = pizhu("links", article)[1]
    assert (link["direction"], link["link"]) == ("out", "[[#花]]")


def test_link_target_that_names_nothing_is_a_usage_error(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("links", "")
    assert code == 2
    assert "is not a link target" in errors


def test_drafts_are_printed_whether_in_use_abandoned_damaged_or_outside_the_library(
    pizhu: Pizhu, article: str, root: Path
) -> None:
    assert pizhu("notes", "--drafts")[1] == []
    with open_library(root) as library:
        library.drafts.keep(NoteDraft(NoteSubject(article), "没写完"))
    (root / "drafts" / "x.json").write_text('{"text":"残', "utf-8")
    outside = new_unsaved_file()
    write_unsaved(outside, "在外面".encode())
    with open_library(root) as library:
        library.drafts.keep(NoteDraft(NoteSubject(article, start=0, end=1, exact="一"), "还在写"))
        printed = pizhu("notes", "--drafts")[1]
    assert {(each["state"], each["article"], each["exact"], each["note"]) for each in printed} == {
        ("was not saved", article, None, "没写完"),
        ("is being written", article, "一", "还在写"),
        ("is damaged", None, None, "残"),
        ("was kept outside the library", None, None, "在外面"),
    }
    assert all(Path(each["path"]).is_file() for each in printed)


def test_drafts_can_be_searched_but_not_filtered(pizhu: Pizhu, article: str, root: Path) -> None:
    with open_library(root) as library:
        library.drafts.keep(NoteDraft(NoteSubject(article), "沒寫完"))
        library.drafts.keep(NoteDraft(NoteSubject(article, start=0, end=1, exact="一"), "第二"))
    for query, expected in (("没写", ["沒寫完"]), ("一", ["第二"]), ("别的", [])):
        assert [each["note"] for each in pizhu("notes", query, "--drafts")[1]] == expected
    for option in (["--moved"], ["--tag", "x"], ["--creator", "x"], ["--todos"], ["--newest"]):
        code, printed, errors = pizhu("notes", "--drafts", *option)
        assert (code, printed) == (2, [])
        assert "--drafts lists notes that were not saved" in errors


def test_links_takes_the_ids_that_other_commands_take(pizhu: Pizhu, article: str) -> None:
    assert pizhu("note", article, "见[[#人物]]")[0] == 0
    whole = pizhu("links", article)
    assert whole[0] == 0
    assert pizhu("links", article[:4]) == whole
    assert "There is no article “zzzz”" in pizhu("links", "zzzz")[2]


def test_drafts_of_a_library_on_a_server_are_printed_while_it_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"postgresql:///letters?host={tmp_path}"
    place, _is_default = library_location(address)
    with closing(store_at(place)) as store:
        store.drafts.keep(NoteDraft(NoteSubject("3f" * 8), "没写完"))
    assert run(["notes", "--drafts", "--library", address, "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["note"] == "没写完"
    assert "cannot be reached" in printed.err
    assert run(["notes", "--library", address]) == 1
