"""The command `read`; tests/terminal has the reader itself."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from store.errors import UnknownArticle, UsageError
from store.library import Library
from tui.cli import run
from tui.cli.commands.read import _find_or_import


def test_reader_without_a_terminal_is_a_usage_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--library", str(root)]) == 2
    assert "needs a terminal" in capsys.readouterr().err
    assert not root.exists()


def test_an_annotation_is_opened_by_its_address_or_link(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "列车")
    place = (station, annotation.id)
    assert _find_or_import(library, f"{station[:8]}@{annotation.id[:8]}") == place
    assert _find_or_import(library, f"pizhu://read/{station}@{annotation.id}") == place
    assert _find_or_import(library, station) == (station, None)


def test_an_address_of_nothing_is_refused(library: Library, station: str) -> None:
    with pytest.raises(UsageError, match="no annotation 'ffff'"):
        _find_or_import(library, f"{station}@ffff")
    with pytest.raises(UsageError, match="no article or file"):
        _find_or_import(library, "zzz@ffff")
    with pytest.raises(UnknownArticle, match="is no link to an article"):
        _find_or_import(library, "pizhu://remove/all")


def test_the_reader_makes_no_library_on_a_server_unless_it_is_wanted(
    postgres_address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui.cli.commands.read.is_in_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    assert run(["--library", postgres_address]) == 1
    errors = capsys.readouterr().err
    assert errors.count("There is no library in the schema") == 1
    assert "Make an empty one there? [y/N]" in errors
    assert run(["--library", postgres_address, "read", "--plain"]) == 1
    assert run(["--library", postgres_address, "list"]) == 1
