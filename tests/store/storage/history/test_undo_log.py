"""Undo and redo after a restart, alongside other processes, and with a damaged or trimmed log."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Conflict
from store.library import Library, open_library
from store.model.annotation import timestamp
from store.storage.history.undo_log import KEPT
from tests.conftest import draft, root_of


def test_steps_from_before_a_restart_can_be_undone_and_redone(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    library.articles.write_note(station, "春天")
    library.close()
    with open_library(root_of(library)) as opened:
        assert opened.undo() == "note on the article"
        assert opened.undo() == "tag “铁路”"
        assert opened.articles.get(station).note == ""
        assert opened.codebook.tags() == ()
    with open_library(root_of(library)) as opened:
        assert opened.redo() == "tag “铁路”"
        assert opened.articles.get(station).tags == ("铁路",)
        assert opened.redo() == "note on the article"
        assert opened.redo() is None


def test_an_import_from_before_a_restart_can_be_undone_and_redone(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "月台", note="站台")
    library.close()
    with open_library(root_of(library)) as opened:
        opened.undo()
        opened.undo()
        assert opened.articles.is_empty()
        opened.redo()
        opened.redo()
        assert [each.note for each in opened.annotations.of(station)] == ["站台"]


def test_a_new_step_clears_the_redo_steps_after_a_restart(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    library.undo()
    library.close()
    with open_library(root_of(library)) as opened:
        opened.articles.write_note(station, "春天")
        assert opened.redo() is None
    with open_library(root_of(library)) as opened:
        assert opened.redo() is None


def test_each_process_undoes_its_own_steps_first(library: Library, another: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    another.articles.write_note(station, "春天")
    assert library.undo() == "tag “铁路”"
    assert another.undo() == "note on the article"


def test_a_step_undone_by_another_process_is_not_undone_again(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    with open_library(root_of(library)) as opened:
        assert opened.undo() == "tag “铁路”"
    assert library.undo() == "import “春天的小站”"


def test_the_own_last_step_is_undone_first_after_another_process_has_redone_an_earlier_one(
    library: Library, root: Path, station: str
) -> None:
    library.articles.write_note(station, "first")
    with open_library(root, creator="tester") as another:
        another.undo()
        another.redo()
    library.articles.write_note(station, "second")
    library.undo()
    assert library.articles.get(station).note == "first"
    library.undo()
    assert library.articles.get(station).note == ""


def test_a_step_of_several_changes_is_one_step_after_a_restart(library: Library, station: str) -> None:
    with library.one_step("both"):
        library.articles.tag(station, ["铁路"])
        library.articles.write_note(station, "春天")
    library.close()
    with open_library(root_of(library)) as opened:
        assert opened.undo() == "both"
        assert opened.articles.get(station).tags == ()
        assert opened.articles.get(station).note == ""


def test_an_incomplete_line_in_the_log_affects_no_other_step(
    library: Library, station: str, root: Path
) -> None:
    library.articles.tag(station, ["铁路"])
    with (root / "history.jsonl").open("ab") as log:
        log.write(b'{"step":"0011","lab')
    library.articles.write_note(station, "春天")
    library.close()
    with open_library(root) as opened:
        assert [opened.undo(), opened.undo(), opened.undo(), opened.undo()] == [
            "note on the article",
            "tag “铁路”",
            "import “春天的小站”",
            None,
        ]


def test_a_library_without_a_log_has_nothing_to_undo(library: Library, station: str, root: Path) -> None:
    library.articles.tag(station, ["铁路"])
    (root / "history.jsonl").unlink()
    assert library.undo() is None
    assert library.articles.get(station).tags == ("铁路",)


def test_a_session_can_undo_although_the_log_cannot_be_written(
    library: Library, station: str, root: Path
) -> None:
    (root / "history.jsonl").unlink()
    (root / "history.jsonl").mkdir()
    library.articles.tag(station, ["铁路"])
    assert library.undo() == "tag “铁路”"
    assert library.articles.get(station).tags == ()


def test_trimming_the_log_keeps_the_latest_steps(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.history.undo_log.KEPT", 3)
    for number in range(KEPT // 100):
        library.articles.write_note(station, f"第{number}次")
    library.trim_undo_log(before=timestamp())
    assert library.undo() == "note on the article"  # finds the line at its new position
    library.close()
    with open_library(root_of(library)) as opened:
        assert [opened.undo(), opened.undo(), opened.undo()] == ["note on the article"] * 2 + [None]
        assert opened.articles.get(station).note == "第6次"


def test_trimming_the_log_keeps_recent_steps(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.history.undo_log.KEPT", 1)
    library.articles.tag(station, ["铁路"])
    library.trim_undo_log(before="2020-01-01T00:00:00.000Z")
    assert library.undo() == "tag “铁路”"
    assert library.undo() == "import “春天的小站”"


def test_undoing_a_status_does_not_overwrite_one_set_elsewhere(
    library: Library, another: Library, station: str
) -> None:
    from store.model.article import Status

    library.articles.set_status(station, Status.READING)
    another.articles.set_status(station, Status.READ)
    with pytest.raises(Conflict, match="changed elsewhere"):
        library.undo()
    assert another.articles.get(station).status is Status.READ


def test_undo_keeps_a_tag_that_another_annotation_has_now(
    library: Library, another: Library, station: str
) -> None:
    library.annotations.annotate_quote(station, "月台", tags=["铁路"])
    another.annotations.annotate_quote(station, "列车", tags=["铁路"])
    library.undo()
    assert [tag.name for tag in library.codebook.tags()] == ["铁路"]


def test_removing_several_articles_can_be_undone_after_a_restart(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("第二篇。", title="第二篇"))
    library.annotations.annotate_quote(station, "月台", note="站台")
    library.articles.remove([station, other])
    library.close()
    with open_library(root_of(library)) as opened:
        assert opened.undo() == "remove 2 articles"
        assert {row.id for row in opened.articles.rows()} == {station, other}
        assert [each.note for each in opened.annotations.of(station)] == ["站台"]
