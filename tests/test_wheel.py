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


def command_of(environment: Path, tmp_path: Path, *arguments: str) -> str:
    """What the command of the environment writes."""
    command = [str(environment / "pizhu"), *arguments, "--library", str(tmp_path / "library")]
    return subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, encoding="utf-8").stdout


def title_of_an_import(environment: Path, tmp_path: Path) -> str:
    """The title under which the command of the environment lists a letter that it has imported."""
    letter = tmp_path / "letter.txt"
    letter.write_text("一封来信\n\n花开了，花又落了。\n", "utf-8")
    command_of(environment, tmp_path, "import", str(letter))
    return str(json.loads(command_of(environment, tmp_path, "list", "--json"))["title"])


def starters_and_files(environment: Path, tmp_path: Path) -> tuple[int, list[Path]]:
    """How many starter articles the environment has, and from where it imports the packages."""
    code = (
        "import seeds, store, tui.app as app\n"
        "print(len(seeds.starters()), seeds.__file__, store.__file__, app.__file__, sep='\\n')"
    )
    command = [str(environment / "python"), "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, encoding="utf-8")
    count, *files = done.stdout.splitlines()
    return int(count), [Path(file) for file in files]


def test_the_wheel_has_the_packages_with_their_data_and_nothing_else(wheel: Path) -> None:
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
    assert title_of_an_import(empty, tmp_path) == "一封来信"
    count, files = starters_and_files(empty, tmp_path)
    assert count >= 8
    assert all(file.is_relative_to(empty.parent) for file in files)


@pytest.mark.long
def test_the_installed_command_runs(wheel: Path, empty: Path, tmp_path: Path) -> None:
    install(wheel, empty, "-c", str(ROOT / "constraints.txt"))
    assert title_of_an_import(empty, tmp_path) == "一封来信"
    count, files = starters_and_files(empty, tmp_path)
    assert count >= 8
    assert all(file.is_relative_to(empty.parent) for file in files)
