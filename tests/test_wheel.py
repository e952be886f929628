"""The wheel has all packages and their data, and works when installed."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.paths import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("pizhu-*.whl")
    return built


def test_the_wheel_has_the_packages_with_their_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"tui/app.tcss", "seeds/articles/codebook.json", "store/library/library.py"} <= set(names)
    assert sum(name.startswith("seeds/articles/") and name.endswith(".txt") for name in names) >= 8
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"store", "tui", "seeds"}


def test_the_installed_command_runs(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    bin_folder = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    constraints = ROOT / "constraints.txt"
    install = [str(bin_folder / "python"), "-m", "pip", "install", "-q", "-c", str(constraints), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, cwd=tmp_path)
    letter = tmp_path / "letter.txt"
    letter.write_text("一封来信\n\n花开了，花又落了。\n", "utf-8")

    def pizhu(*arguments: str) -> str:
        command = [str(bin_folder / "pizhu"), *arguments, "--library", str(tmp_path / "library")]
        return subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, encoding="utf-8").stdout

    pizhu("import", str(letter))
    assert json.loads(pizhu("list", "--json"))["title"] == "一封来信"
    starters = "import seeds, tui.app; print(len(seeds.starters()))"
    command = [str(bin_folder / "python"), "-c", starters]
    done = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, text=True)
    assert int(done.stdout) >= 8
