"""What `make run` says while it installs, and when it cannot."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.paths import ROOT


@pytest.fixture
def install() -> SimpleNamespace:
    """The names of install.py."""
    return SimpleNamespace(**runpy.run_path(str(ROOT / "install.py")))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Collecting textual>=8.2 (from pizhu==0.1.0)", "textual"),
        ("Requirement already satisfied: lxml_html_clean[x] in /somewhere", "lxml_html_clean"),
        ("Processing /wheels/markdown_it_py-4.3.0-py3-none-any.whl (from pizhu==0.1.0)", "markdown_it_py"),
        ("Processing /wheels/import-linter-2.16.whl", "import-linter"),
        ("  Downloading textual-8.2.8-py3-none-any.whl (0.7 MB)", None),
    ],
)
def test_packages_are_recognised_in_what_pip_says(
    install: SimpleNamespace, line: str, name: str | None
) -> None:
    found = install.PACKAGE.match(line)
    assert (found and found.group(1)) == name


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("ERROR: No matching distribution found for textual", "check that this computer is online"),
        ("OSError: [Errno 28] No space left on device", "free about 300 MB"),
        ("ERROR: Failed building wheel for x", "Failed building wheel for x. All that pip said is in"),
        ("", "pip failed. All that pip said is in"),
    ],
)
def test_a_failure_is_explained_with_its_remedy(install: SimpleNamespace, said: str, remedy: str) -> None:
    assert remedy in install.explained(said)


def test_an_old_python_is_refused_with_the_remedy(
    install: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    check: Callable[[], Any] = install.check_python
    with pytest.raises(
        install.Failure, match=r"needs Python 3\.11 or later, and .* is 3\.9: install a later one"
    ):
        check()


def test_names_of_packages_are_printed_once_in_lines_that_fit(
    install: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    names = install.Names()
    for number in (*range(30), 3):
        names.add(f"package-{number}")
    names.end()
    printed = capsys.readouterr().out
    assert printed.split() == [f"package-{number}," for number in range(29)] + ["package-29"]
    assert max(map(len, printed.splitlines())) <= install.WIDTH + 1
