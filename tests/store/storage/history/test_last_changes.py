"""When articles were last changed, according to the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from store.storage.history import undo_log


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The time of the next steps; tests append to it."""
    times = ["2020-01-01T00:00:00.000Z"]
    monkeypatch.setattr(undo_log, "timestamp", lambda: times[-1])
    return times


def test_each_step_and_each_undo_counts(clock: list[str], library: Library, station: str) -> None:
    clock.append("2021-01-01T00:00:00.000Z")
    library.articles.tag(station, ["甲"])
    assert library.last_changes()[station] == clock[-1]
    clock.append("2022-01-01T00:00:00.000Z")
    library.codebook.rename("甲", "乙")
    assert library.last_changes()[station] == clock[-1]
    clock.append("2023-01-01T00:00:00.000Z")
    library.undo()
    assert library.last_changes()[station] == clock[-1]
    clock.append("2024-01-01T00:00:00.000Z")
    library.redo()
    assert library.last_changes()[station] == clock[-1]


def test_reading_an_article_and_changing_others_do_not_count(
    clock: list[str], library: Library, station: str
) -> None:
    clock.append("2021-01-01T00:00:00.000Z")
    library.articles.tag(station, ["甲"])
    before = library.last_changes()
    clock.append("2022-01-01T00:00:00.000Z")
    library.articles.set_position(station, 3)
    library.codebook.describe("甲", "天干")
    assert library.last_changes() == before


def test_a_journal_that_cannot_be_read_is_as_good_as_none(library: Library, station: str) -> None:
    journal = Path(library.location) / "history.jsonl"
    journal.write_bytes(b"\xff\n[]\n{}\n" + journal.read_bytes())
    assert set(library.last_changes()) == {station}
    journal.unlink()
    journal.mkdir()
    assert library.last_changes() == {}
