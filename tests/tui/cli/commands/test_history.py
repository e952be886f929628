"""The commands `undo` and `redo`."""

from __future__ import annotations

from store.library import Library
from tests.tui.cli.conftest import Pizhu


def test_undo_and_redo_revert_and_repeat_the_last_change_of_the_library(
    pizhu: Pizhu, library: Library, station: str
) -> None:
    library.articles.tag(station, ["铁路"])
    assert pizhu("undo") == (0, [{"undone": "tag “铁路”"}], "")
    assert library.articles.get(station).tags == ()
    assert pizhu("redo") == (0, [{"redone": "tag “铁路”"}], "")
    assert library.articles.get(station).tags == ("铁路",)
    assert pizhu("redo") == (0, [{"redone": None}], "")
