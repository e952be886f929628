"""The command `migrate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.library import Library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.fixture
def marked(pizhu: Pizhu, station: str) -> str:
    """The ID of an article in which words are marked."""
    pizhu("annotate", station, "--quote", "月台", "--note", "甲")
    return station


def test_a_library_is_copied_to_a_server_and_back(
    marked: str, root: Path, postgres_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["migrate", str(root), postgres_address, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"] == 1
    assert run(["migrate", postgres_address, str(tmp_path / "back")]) == 0
    assert "the exports of both are the same" in capsys.readouterr().out
    run(["show", marked, "--library", str(tmp_path / "back")])
    assert "甲" in capsys.readouterr().out


def test_a_place_with_something_in_it_is_refused(
    library: Library, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    run(["team", "add", "林夏", "--library", str(other)])
    assert run(["migrate", str(root), str(other)]) == 2
    assert run(["migrate", str(root), str(root)]) == 2
    assert run(["migrate", str(tmp_path / "none"), str(tmp_path / "new")]) == 1
    assert not (tmp_path / "new").exists()
    assert "There is no library at" in capsys.readouterr().err
