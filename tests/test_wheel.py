"""The wheel contains everything that the program needs."""

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
def environment(tmp_path: Path) -> Path:
    """The folder of the executables of a new, empty virtual environment."""
    venv.create(tmp_path / "venv")
    return tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")


def install(wheel: Path, environment: Path, *options: str) -> None:
    """Install the wheel with the pip of this environment, since installing another pip takes long."""
    python = str(environment / "python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "-q", *options, str(wheel)]
    subprocess.run(command, check=True, capture_output=True, cwd=environment)


def run_pizhu(environment: Path, tmp_path: Path, *arguments: str) -> str:
    """Run `pizhu` of the environment, and return its output."""
    command = [str(environment / "pizhu"), *arguments, "--library", str(tmp_path / "library")]
    return subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, encoding="utf-8").stdout


def imported_title(environment: Path, tmp_path: Path) -> str:
    """Import a letter with `pizhu` of the environment, and return the title under which it is listed."""
    letter = tmp_path / "letter.txt"
    letter.write_text("一封来信\n\n花开了，花又落了。\n", "utf-8")
    run_pizhu(environment, tmp_path, "import", str(letter))
    return str(json.loads(run_pizhu(environment, tmp_path, "list", "--json"))["title"])


def starters_and_locations(environment: Path, tmp_path: Path) -> tuple[int, list[Path]]:
    """Return the number of starter articles in the environment, and the files of the imported packages."""
    code = (
        "import seeds, store, tui.app as app\n"
        "print(len(seeds.starters()), seeds.__file__, store.__file__, app.__file__, sep='\\n')"
    )
    command = [str(environment / "python"), "-c", code]
    completed = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, encoding="utf-8")
    count, *files = completed.stdout.splitlines()
    return int(count), [Path(file) for file in files]


@pytest.mark.long
def test_the_wheel_contains_only_the_packages_and_their_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"tui/app.tcss", "seeds/articles/codebook.json", "store/library/library.py"} <= set(names)
    assert sum(name.startswith("seeds/articles/") and name.endswith(".txt") for name in names) >= 8
    top_folders = {name.split("/")[0] for name in names}
    assert {top for top in top_folders if "." not in top} == {"store", "tui", "seeds"}
    data = [name.partition(".data/data/")[2] for name in names if ".data/" in name]
    assert data == ["share/man/man1/pizhu.1"]


@pytest.mark.long
def test_the_command_runs_without_the_checkout(wheel: Path, environment: Path, tmp_path: Path) -> None:
    """The dependencies come from this environment, but not the checkout, which is in a .pth file of it."""
    install(wheel, environment, "--no-deps", "--no-index")
    paths = sysconfig.get_paths(vars={"base": str(environment.parent), "platbase": str(environment.parent)})
    Path(paths["purelib"], "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    assert imported_title(environment, tmp_path) == "一封来信"
    count, files = starters_and_locations(environment, tmp_path)
    assert count >= 8
    assert all(file.is_relative_to(environment.parent) for file in files)


@pytest.mark.long
def test_the_installed_command_runs(wheel: Path, environment: Path, tmp_path: Path) -> None:
    install(wheel, environment, "-c", str(ROOT / "constraints.txt"))
    assert imported_title(environment, tmp_path) == "一封来信"
    count, files = starters_and_locations(environment, tmp_path)
    assert count >= 8
    assert all(file.is_relative_to(environment.parent) for file in files)
