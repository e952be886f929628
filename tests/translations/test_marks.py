"""Every text that a user sees is marked for translation, in the folders that are done."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from translations.extraction import ROOT, extract, source_files
from translations.unmarked import MARKED, WITHOUT_TEXTS, unmarked


def test_no_text_is_shown_without_a_mark() -> None:
    found = [each for path in source_files(*MARKED) for each in unmarked(path)]
    assert not found, "\n".join(f"{each.file}:{each.line}: {each.text!r}" for each in found)


def test_every_mark_is_one_that_works() -> None:
    mistakes = [str(mistake) for path in source_files(*MARKED) for mistake in extract(path)[1]]
    assert not mistakes, "\n".join(mistakes)


def test_the_folders_exist() -> None:
    assert [each for each in (*MARKED, *WITHOUT_TEXTS) if not (ROOT / each).exists()] == []


@pytest.mark.parametrize(
    "code",
    [
        'raise PizhuError(f"{name} cannot be read: choose another file.")',
        'raise BadInput("This is no file that can be read.")',
        'self.app.notify("The article was deleted.")',
        'parser.add_argument("--json", help="print one JSON object per line")',
        'Input(placeholder="a key, or what you want to do")',
        'set_frame(dialog, "Help", keys)',
        'self.border_title = "No tags yet"',
        'self.border_title = f"Tags of {name}" if name else "Tags"',
        'NOTHING = "There is nothing to stop"',
        'def label():\n    return "There is nothing to stop"',
        'say(app, "Copied " + "the selected text")',
        'FIELDS = {"a": "When it was added", "b": ("x", "Number of notes")}',
        'say(app, _("Deleted {what}", what=Text("the whole article")))',
    ],
)
def test_a_text_without_a_mark_is_found(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unmarked(module(code, tmp_path, monkeypatch))


@pytest.mark.parametrize(
    "code",
    [
        'raise PizhuError(_("{name} cannot be read: choose another file.", name=name))',
        'NOTHING = lazy("There is nothing to stop")',
        'connection.execute("SELECT id FROM articles WHERE id = ?")',
        'entry("undo", "u", "Undo", "Undo the last change")',
        'WORDS = "colours colors dark"  # untranslated: what users type',
        'self.query_one("Input, TextArea")',
    ],
)
def test_code_and_marked_texts_are_left_alone(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unmarked(module(code, tmp_path, monkeypatch)) == []


@pytest.mark.parametrize(
    "code",
    [
        'def show():\n    _(f"Deleted {name}")',
        'def show():\n    _("Deleted {title}", name=name)',
        "def show():\n    for _, each in pairs:\n        pass",
        'TITLE = _("Delete article")',
        'TITLE = lazy(f"{name} is open")',
    ],
)
def test_a_mark_that_does_not_work_is_reported(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"from store.language import _, lazy\n{code}"
    ast.parse(code)
    assert extract(module(code, tmp_path, monkeypatch))[1]


def module(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module with some code."""
    monkeypatch.setattr("translations.extraction.ROOT", folder)
    path = folder / "module.py"
    path.write_text(code, "utf-8")
    return path
