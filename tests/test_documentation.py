"""The documentation agrees with the code."""

from __future__ import annotations

import re
import tomllib

import pytest

from store.exporting import FORMATS
from tests.paths import ROOT

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

PATHS = sorted(set(re.findall(r"`((?:store|tui|seeds|tests)/[\w/.]*)`", ARCHITECTURE)))
"""The paths that ARCHITECTURE.md names."""

PACKAGE = re.compile(r"[a-z][a-z0-9_.-]*", re.IGNORECASE)


def package_names(requirements: list[str]) -> set[str]:
    """Return the package names in a list of requirements."""
    return {match[0] for each in requirements if (match := PACKAGE.match(each))}


def rows_below(heading: str) -> dict[str, str]:
    """Return the first two cells of each row of the table with that heading in CONTRIBUTING.md."""
    table = CONTRIBUTING.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    rows = [line.strip("|").split("|") for line in table.splitlines()[2:]]
    return {row[0].strip(): row[1].strip() for row in rows}


@pytest.mark.parametrize("path", PATHS)
def test_paths_named_in_the_architecture_exist(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("package", ["store", "tui"])
def test_the_architecture_names_every_folder(package: str) -> None:
    folders = {each.parent.name for each in (ROOT / package).glob("*/__init__.py")}
    missing = {folder for folder in folders if f"`{package}/{folder}/`" not in ARCHITECTURE}
    assert missing == set()


def test_no_folder_has_more_than_15_modules() -> None:
    crowded = {
        str(folder.relative_to(ROOT)): count
        for package in ("store", "tui")
        for folder in [ROOT / package, *(ROOT / package).rglob("*/")]
        if (count := len([each for each in folder.glob("*.py") if each.name != "__init__.py"])) > 15
    }
    assert crowded == {}


def test_the_required_packages_are_explained() -> None:
    explained = {name for cell in rows_below("package") for name in cell.split(", ")}
    assert explained == package_names(PROJECT["dependencies"])


def test_the_extras_are_explained() -> None:
    rows, extras = rows_below("extra"), PROJECT["optional-dependencies"]
    assert rows.keys() == extras.keys()
    for extra in extras.keys() - {"all"}:
        assert {name for name in package_names(extras[extra]) if name not in rows[extra]} == set()


def test_the_readme_names_every_export_format() -> None:
    table = README.split("| format | what it is |", 1)[1].split("\n\n", 1)[0]
    cells = "".join(row.split("|")[1] for row in table.splitlines() if "|" in row)
    named = re.findall(r"`([a-z-]+)`", cells)
    assert sorted(named) == sorted(FORMATS)
