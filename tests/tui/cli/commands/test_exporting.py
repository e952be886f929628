"""The command `export`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from store.library import Library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_export_to_a_file_and_to_standard_output_are_equal(
    pizhu: Pizhu, article: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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


def test_export_writes_only_the_articles_that_match_a_query(pizhu: Pizhu, article: str) -> None:
    (exported,) = pizhu("export", "markdown", "--query", "花开 OR 不存在")[1]
    assert exported["articles"] == 1
    code, _, error = pizhu("export", "markdown", "--query", "!花开")
    assert code == 2
    assert "No article matches -花开." in error


def test_export_to_pdf_suggests_to_print_the_page(pizhu: Pizhu) -> None:
    code, _, errors = pizhu("export", "pdf")
    assert code == 2
    assert "print the page" in errors


def test_export_overwrites_a_file_of_another_kind_only_with_force(
    letter: Path, library: Library, root: Path
) -> None:
    before = letter.read_bytes()
    assert run(["export", "markdown", "-o", str(letter), "--library", str(root)]) == 2
    assert letter.read_bytes() == before
    assert run(["export", "markdown", "-o", str(letter), "--force", "--library", str(root)]) == 0


@pytest.mark.parametrize("name", ["notes.qdpx", "other.conf", "."])
def test_export_refuses_paths_of_another_kind(pizhu: Pizhu, letter: Path, tmp_path: Path, name: str) -> None:
    pizhu("import", str(letter))
    (tmp_path / "other.conf").write_text("mine", "utf-8")
    code, _, error = pizhu("export", "json", "-o", str(tmp_path / name))
    assert (code, error.count("\n")) == (2, 1)
    assert (tmp_path / "other.conf").read_text("utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_export_never_replaces_a_named_pipe(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for force in ([], ["--force"]):
        code, _, error = pizhu("export", "json", "-o", str(pipe), *force)
        assert code == 2
        assert "is not a regular file" in error
    assert pipe.is_fifo()


def test_markdown_folder_is_updated_and_keeps_foreign_files(
    pizhu: Pizhu, article: str, tmp_path: Path
) -> None:
    vault = tmp_path / "vault"
    result = {"format": "markdown", "path": str(vault), "articles": 1, "refused": [], "left": []}
    assert pizhu("export", "markdown", "-o", f"{vault}/")[:2] == (0, [{**result, "files": 1, "unchanged": 0}])
    assert pizhu("export", "markdown", "-o", str(vault))[:2] == (0, [{**result, "files": 0, "unchanged": 1}])
    (path,) = vault.glob("*.md")
    path.write_text("mine")
    code, (refused,), _ = pizhu("export", "markdown", "-o", str(vault), "--article", article)
    assert (code, refused["files"], len(refused["refused"])) == (1, 0, 1)
    assert path.read_text() == "mine"
    assert pizhu("export", "markdown", "-o", str(vault), "--force")[0] == 0
    assert article in path.read_text("utf-8")


def test_only_markdown_is_written_to_a_folder(pizhu: Pizhu, letter: Path, tmp_path: Path) -> None:
    pizhu("import", str(letter))
    code, _, errors = pizhu("export", "org", "-o", f"{tmp_path / 'new'}/")
    assert code == 2
    assert "is a folder" in errors
    assert pizhu("export", "org", "-o", str(tmp_path))[0] == 2
    assert not (tmp_path / "new").exists()


def test_export_with_a_template(pizhu: Pizhu, article: str, tmp_path: Path) -> None:
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


def test_unknown_export_format_is_a_usage_error(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("export", "papyrus")
    assert code == 2
    assert "markdown, org, html" in errors


def test_binary_format_is_not_embedded_in_json(pizhu: Pizhu, article: str) -> None:
    code, printed, errors = pizhu("export", "docx")
    assert (code, printed) == (2, [])
    assert errors == "pizhu: docx cannot be embedded in JSON output; use -o FILE.\n"


def test_binary_format_is_not_printed_on_a_terminal(
    pizhu: Pizhu,
    article: str,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["export", "docx", "--library", str(root)]) == 2
    assert capsys.readouterr().err == "pizhu: docx is binary; write it to a file with -o FILE.\n"
