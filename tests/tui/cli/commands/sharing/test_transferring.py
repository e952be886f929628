"""The commands `pull` and `push`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import fresh_address
from tui.cli import run


@pytest.fixture
def copy(pizhu_on_server: str, tmp_path: Path) -> str:
    """A copy of a library on a server with one article."""
    assert run(["pull", pizhu_on_server, str(tmp_path / "copy")]) == 0
    return str(tmp_path / "copy")


@pytest.fixture
def pizhu_on_server(postgres_address: str, tmp_path: Path) -> str:
    """The address of a library with one article."""
    article = tmp_path / "小站.txt"
    article.write_text("站长在月台上。列车停两分钟。", "utf-8")
    assert run(["import", str(article), "--library", postgres_address]) == 0
    return postgres_address


@pytest.fixture
def other_address(postgres_socket: Path) -> Iterator[str]:
    """The address of another library on the server, which does not exist."""
    with fresh_address(postgres_socket) as address:
        yield address


def annotate(place: str, note: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Annotate words of the article of a library."""
    capsys.readouterr()
    assert run(["list", "--json", "--library", place]) == 0
    article = json.loads(capsys.readouterr().out.splitlines()[0])["id"]
    assert (
        run(["annotate", article, "--library", place, "--quote", "月台", "--note", note, "--tag", "站"]) == 0
    )


def shown(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, object]:
    """Run a command and return what it prints as JSON."""
    capsys.readouterr()
    assert run([*words, "--json"]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def refusal(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> str:
    """Run a command that is refused, and return the sentence that says why."""
    capsys.readouterr()
    assert run([*words]) == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


@pytest.mark.long
def test_what_is_done_in_a_copy_comes_to_the_server(
    copy: str, pizhu_on_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(copy, "在路上", capsys)
    trial = shown(capsys, "push", copy, pizhu_on_server, "--dry-run")
    assert (trial["annotations_added"], trial["library_documents"], trial["dry_run"]) == (1, 1, True)
    assert shown(capsys, "push", copy, pizhu_on_server) == {**trial, "dry_run": False}
    assert shown(capsys, "push", copy, pizhu_on_server)["annotations_added"] == 0
    run(["notes", "--library", pizhu_on_server])
    assert "在路上" in capsys.readouterr().out


@pytest.mark.long
def test_what_was_transferred_is_said_and_can_be_undone(
    copy: str, pizhu_on_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(pizhu_on_server, "甲", capsys)
    capsys.readouterr()
    assert run(["pull", pizhu_on_server, copy, "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert run(["pull", pizhu_on_server, copy]) == 0
    assert "1 article changed" in capsys.readouterr().out
    assert run(["pull", pizhu_on_server, copy]) == 0
    assert "Nothing to transfer" in capsys.readouterr().out
    assert run(["undo", "--library", copy]) == 0
    assert "pull from the server" in capsys.readouterr().out


@pytest.mark.long
def test_other_folders_and_other_libraries_are_refused(
    copy: str,
    pizhu_on_server: str,
    other_address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    library = str(tmp_path / "library")
    run(["team", "add", "林夏", "--library", library])
    assert "not an offline copy" in refusal(capsys, "pull", pizhu_on_server, library, code=2)
    assert "not an offline copy" in refusal(capsys, "push", library, pizhu_on_server, code=2)
    assert "no library in the schema" in refusal(capsys, "pull", other_address, str(tmp_path / "new"), code=1)
    assert not (tmp_path / "new").exists()
    run(["team", "add", "林夏", "--library", other_address])
    for words in (["pull", other_address, copy], ["push", copy, other_address]):
        assert "is a copy of the library at" in refusal(capsys, *words, code=2)
    assert "postgresql://" in refusal(capsys, "pull", copy, str(tmp_path / "new"), code=2)
    away = f"postgresql:///postgres?host={tmp_path}"
    assert "cannot be reached" in refusal(capsys, "pull", away, str(tmp_path / "new"), code=1)


@pytest.mark.long
def test_a_copy_whose_base_is_damaged_says_so(
    copy: str, pizhu_on_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(copy) / "server.base").write_bytes(os.urandom(4096))
    assert "server.base" in refusal(capsys, "pull", pizhu_on_server, copy, code=1)


def test_a_trial_of_a_first_pull_makes_nothing(
    pizhu_on_server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new"
    assert shown(capsys, "pull", pizhu_on_server, str(new), "--dry-run")["articles_added"] == 1
    assert not new.exists()
