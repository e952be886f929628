"""The commands `check`, `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_check_reports_problems_and_repair_fixes_them(pizhu: Pizhu, letter: Path, root: Path) -> None:
    _, [imported, _], _ = pizhu("import", str(letter))
    assert pizhu("check") == (0, [], "")
    (root / "articles" / str(imported["id"])[:2] / "stray.txt").write_text("")
    code, [damage], _ = pizhu("check")
    assert (code, damage["kind"], damage["mended"]) == (1, "stray", False)
    code, [repaired], _ = pizhu("check", "--repair")
    assert (code, repaired["kind"], repaired["mended"]) == (0, "stray", True)
    assert pizhu("check") == (0, [], "")


def test_library_is_backed_up_and_restored(pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path) -> None:
    _, _, _ = pizhu("import", str(letter))
    archive, folder = tmp_path / "b.zip", tmp_path / "restored"
    assert pizhu("backup", str(archive)) == (0, [{"path": str(archive), "articles": 1}], "")
    assert pizhu("restore", str(archive), str(folder))[:2] == (0, [{"path": str(folder), "articles": 1}])
    assert pizhu("restore", str(archive), str(folder))[0] == 1
    assert pizhu("backup", str(letter))[0] == 2
    assert pizhu("backup")[0] == 2
    code, [daily], _ = pizhu("backup", "--daily")
    assert code == 0
    assert Path(str(daily["path"])).parent == root / "backups"
    assert pizhu("backup", "--daily")[1] == [{"path": None}]


def test_check_prints_the_number_of_problems_and_what_was_repaired(
    pizhu: Pizhu, article: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "articles" / article[:2] / "stray.txt").write_text("")
    capsys.readouterr()
    assert run(["check", "--library", str(root)]) == 1
    assert capsys.readouterr().out.endswith("1 problem found; run `pizhu check --repair`.\n")
    assert run(["check", "--repair", "--library", str(root)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Repaired: ")
    assert printed.endswith("1 article checked: no problems found.\n")
