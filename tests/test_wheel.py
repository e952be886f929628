"""The wheel holds all that the program needs."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
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


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The folder of the programs of a new environment, with nothing in it."""
    venv.create(tmp_path / "venv")
    return tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")


def install(wheel: Path, environment: Path, *how: str) -> None:
    """Install the wheel with the pip of this environment: to put one into another takes long."""
    python = str(environment / "python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "-q", *how, str(wheel)]
    subprocess.run(command, check=True, capture_output=True, cwd=environment)


def is_whole(environment: Path, tmp_path: Path) -> None:
    """Import a letter, list it, and import the reader and the starters, all from the environment."""
    letter = tmp_path / "letter.txt"
    letter.write_text("一封来信\n\n花开了，花又落了。\n", "utf-8")

    def run(program: str, *arguments: str) -> str:
        command = [str(environment / program), *arguments]
        return subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, encoding="utf-8").stdout

    library = ("--library", str(tmp_path / "library"))
    run("pizhu", "import", str(letter), *library)
    assert json.loads(run("pizhu", "list", "--json", *library))["title"] == "一封来信"
    code = "import seeds, store, tui.app as app; print(len(seeds.starters()))"
    files_code = "; print(seeds.__file__, store.__file__, app.__file__, sep=chr(10))"
    count, *files = run("python", "-c", code + files_code).splitlines()
    assert int(count) >= 8
    assert all(Path(file).is_relative_to(environment.parent) for file in files)


def test_the_wheel_holds_the_packages_with_their_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"tui/app.tcss", "seeds/articles/codebook.json", "store/library/library.py"} <= set(names)
    assert sum(name.startswith("seeds/articles/") and name.endswith(".txt") for name in names) >= 8
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"store", "tui", "seeds"}


def test_the_command_runs_where_nothing_of_the_checkout_is(wheel: Path, empty: Path, tmp_path: Path) -> None:
    """What it depends on is borrowed from this environment; the checkout, a .pth file of it, is not."""
    install(wheel, empty, "--no-deps", "--no-index")
    paths = sysconfig.get_paths(vars={"base": str(empty.parent), "platbase": str(empty.parent)})
    Path(paths["purelib"], "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    is_whole(empty, tmp_path)


@pytest.mark.long
def test_the_command_runs_from_an_empty_environment(wheel: Path, empty: Path, tmp_path: Path) -> None:
    install(wheel, empty, "-c", str(ROOT / "constraints.txt"))
    is_whole(empty, tmp_path)
