"""Printing: what a terminal or a JSON reader could not take."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_control_characters_of_an_article_are_not_printed(
    pizhu: Pizhu, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sly.txt"
    path.write_text("标题\x1b[2J有诈\n\n正文里也有\x1b]0;owned\x07控制符。\n", "utf-8")
    article = pizhu("import", str(path))[1][0]["id"]
    for arguments in (["list"], ["show", article], ["annotate", article, "--quote", "控制符"]):
        capsys.readouterr()
        run([*arguments, "--library", str(root)])
        assert not {"\x1b", "\x07"} & set(capsys.readouterr().out)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take other names")
def test_file_names_and_arguments_that_are_not_utf8_are_escaped(pizhu: Pizhu, letter: Path) -> None:
    badly_named = letter.with_name(
        os.fsdecode("来信\xb4\xba.txt".encode("latin-1", "ignore") or b"\xb4\xba.txt")
    )
    badly_named.write_bytes(letter.read_bytes())
    code, (imported, _), _ = pizhu("import", str(badly_named))
    assert (code, imported["status"]) == (0, "added")
    assert "\\xb4" in imported["path"]
    assert pizhu("note", imported["id"], os.fsdecode(b"\xff"))[1][0]["note"] == "\\xff"
    assert pizhu("show", os.fsdecode(b"\xff"))[0] == 2
