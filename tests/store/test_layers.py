"""What is imported when: a fresh interpreter tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

STORE = (
    "import pkgutil, importlib, store\n"
    "for module in pkgutil.walk_packages(store.__path__, 'store.'):\n"
    "    importlib.import_module(module.name)\n"
)


def loaded_by(code: str, *modules: str) -> set[str]:
    """Which of the modules a fresh interpreter has imported after running the code."""
    report = f"{code}\nimport sys\nprint(*[name for name in {modules!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_store_needs_neither_textual_nor_rich() -> None:
    assert loaded_by(STORE, "textual", "rich", "tui", "seeds") == set()


@pytest.mark.parametrize("arguments", [["list"], ["export", "markdown"]], ids=" ".join)
def test_a_command_does_not_load_the_screen_or_the_dictionary(arguments: list[str]) -> None:
    code = f"from tui.cli import run; run({arguments!r})"
    assert loaded_by(code, "textual", "jieba", "rjieba") == set()


def test_the_reader_loads_no_dictionary_before_its_first_screen(tmp_path: Path) -> None:
    modules = "jieba", "rjieba", "pypinyin"
    code = f"""
import pathlib, sys
from store.library import Library, open_library
from tui.app import PizhuApp
from tui.config import Config

def on_ready(app):
    app.exit()
    app.loaded = [name for name in {modules!r} if name in sys.modules]

PizhuApp.on_ready = on_ready
with open_library(pathlib.Path({str(tmp_path / "library")!r})) as library:
    app = PizhuApp(library, Config())
    app.run(headless=True)
print(app.loaded)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
