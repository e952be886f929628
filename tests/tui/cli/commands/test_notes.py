"""The commands `note`, `notes` and `links`; tests/store/notes has more of what they find."""

from __future__ import annotations

from tests.tui.cli.conftest import Pizhu


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
