"""In Chinese, no dialog and no error of the reader has an English word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App

from store.errors import PizhuError
from store.exporting import FORMATS
from store.language import Language, use_language
from store.library import Library
from tests.tui.dialogs.test_late_answers import DIALOGS, made, mounted
from tests.tui.painting import paint
from tests.tui.reader import WIDE, press, reader, seen, settled, shown
from tui.command_line.interpreter import interpret
from tui.command_line.settings import SETTINGS
from tui.command_line.target import Target
from tui.dialogs.base.choice import ChoiceDialog
from tui.dialogs.base.dialog import Dialog
from tui.dialogs.base.prompt import PromptDialog
from tui.dialogs.export import ExportDialog, ExportRequest, ExportScope, _check
from tui.dialogs.help import HelpDialog
from tui.dialogs.manual import ManualDialog
from tui.dialogs.note import NoteDialog
from tui.dialogs.previews.column_list import ColumnListDialog
from tui.dialogs.settings.dialog import SettingsDialog
from tui.dialogs.suggestions import SuggestionsDialog
from tui.dialogs.tagging import TaggingDialog
from tui.discovery.manual import manual_pages
from tui.keys.action import Scope
from tui.looks.theme_files import COLOURS, MORE_COLOURS, no_such_theme, read_themes
from tui.note_editing.external_editor import edit_file
from tui.panes.visibility import PaneName
from tui.screen import MainScreen

KEYS = "enter esc tab space ctrl shift alt backspace del home end pgup pgdn"
NAMES = "pizhu markdown html docx epub pdf json csv xlsx txt md kindle koreader readwise zotero hypothesis"
MORE_NAMES = "taguette brat doccano qdpx qdc https cc cedict toml utf visual editor tester id rtf org gj me"
ALLOWED = frozenset(f"{KEYS} {NAMES} {MORE_NAMES}".split())
"""What is the same in Chinese: the names of keys, formats and programs, and the creator of these tests."""

SHOWS_OTHER_TEXTS: dict[type[Dialog[Any]], str] = {
    ChoiceDialog: "the answers are the caller's",
    ColumnListDialog: "the question is the caller's",
    PromptDialog: "the question is the caller's",
    NoteDialog: "the subject is the caller's",
    SuggestionsDialog: "the subject is the caller's",
    TaggingDialog: "the subject is the caller's",
    ExportDialog: "it lists the names of formats, and a path",
    HelpDialog: "it has the names of keys and commands",
    ManualDialog: "it has a page of the manual",
    SettingsDialog: "it has the names of settings",
}
"""The dialogs whose frame alone is read here, and why."""


def english(text: str) -> set[str]:
    """Return the English words of a text."""
    return set(re.findall(r"[a-z]{2,}", text.lower())) - ALLOWED


@pytest.mark.asyncio
async def test_no_dialog_has_an_english_word() -> None:
    use_language(Language.SIMPLIFIED)
    app: App[None] = App()
    found: dict[str, set[str]] = {}
    async with app.run_test(size=WIDE) as pilot:
        for kind in DIALOGS:
            dialog = made(kind)
            await app.push_screen(dialog)
            await mounted(pilot, dialog)
            paint(app)
            frame = f"{dialog.query('.dialog').first().border_subtitle}"
            words = english(frame if kind in SHOWS_OTHER_TEXTS else shown(app))
            if words:
                found[kind.__name__] = words
            dialog.dismiss(None)
    assert found == {}


OPENED: dict[Scope, tuple[tuple[str, ...], ...]] = {
    Scope.ARTICLES: (("t",), ("e",), ("o",)),
    Scope.READING: (("g", "T"), ("A",), ("g", "n"), ("B",)),
    Scope.TAGS: (("r",), ("J",), ("g", "J"), ("#",), ("a",), ("x",), ("K",), ("c",)),
}
"""Keys that open dialogs with something in them, by the pane."""

PANES = {
    Scope.ARTICLES: PaneName.ARTICLES,
    Scope.READING: PaneName.READING,
    Scope.TAGS: PaneName.TAGS,
}


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.parametrize("scope", OPENED)
async def test_no_dialog_that_a_key_opens_has_an_english_word(
    library: Library, station: str, scope: Scope
) -> None:
    use_language(Language.SIMPLIFIED)
    library.annotations.annotate_quote(station, "列车", tags=["铁路"], note="？为什么")
    app = reader(library, article=station)
    async with app.run_test(size=WIDE) as pilot:
        for keys in OPENED[scope]:
            await settled(pilot)
            cast("MainScreen", app.screen).go_to_pane(PANES[scope])
            await press(pilot, *keys)
            await settled(pilot)
            assert len(app.screen_stack) == 2, keys
            assert english(shown(app)) == set(), keys
            await press(pilot, "escape")


TYPED = (
    "zzz", "e 没有", "export", "export markdown 没有/a.md", "q 1", "import 没有.txt", "pizhu", "pizhu 没有",
    "tag '", "set 没有", "set theme 没有", "set notheme", "w 没有", "e",
)  # fmt: skip
"""Lines of the command line that are wrong."""

SAID_BACK = frozenset(
    {"zzz", "export", "import", "set", "theme", "notheme", "list", "help", "format", "settings"}
)
"""Words of these lines, and commands that the messages name."""


@pytest.mark.parametrize("line", TYPED)
def test_no_error_of_the_command_line_has_an_english_word(library: Library, line: str) -> None:
    use_language(Language.SIMPLIFIED)
    values = {"theme": "纸", "measure": 40}
    target = SimpleNamespace(
        scope=Scope.ARTICLES, article=None, open_article=None, library=library, settings=values, themes=["纸"]
    )
    words_of_settings = {word for name in SETTINGS for word in name.split("_")}
    with pytest.raises(PizhuError) as error:
        interpret(line, cast("Target", target))()
    assert english(str(error.value)) - SAID_BACK - words_of_settings == set()


def _export(path: str) -> str:
    try:
        _check(ExportRequest(FORMATS["markdown"], ExportScope.ALL, path))
    except PizhuError as error:
        return str(error)
    return ""


def _theme(text: str) -> Callable[[Path], str]:
    def problem(folder: Path) -> str:
        (folder / "纸.toml").write_text(text, "utf-8")
        return " ".join(read_themes(folder).problems).replace(str(folder), "")

    return problem


def _editor(folder: Path) -> str:
    try:
        edit_file(cast("App[None]", None), folder / "一")
    except PizhuError as error:
        return str(error)
    return ""


PARTS_OF_THEMES = {"name", "text", "dark", "true", "false", "qqq"} | {
    word for each in (*COLOURS, *MORE_COLOURS) for word in each.split("_")
}
"""What one types in a file of a theme; and the wrong suffix."""

ERRORS: dict[str, Callable[[Path], str]] = {
    "no name of a file": lambda _: _export(""),
    "no such suffix": lambda _: _export("一.qqq"),
    "no such folder": lambda _: _export("没有/一.md"),
    "no such theme": lambda _: no_such_theme("没有", ["纸"]),
    "a colour that is missing": _theme(""),
    "no such colour": _theme('"没有" = 1'),
    "neither dark nor light": _theme("dark = 1"),
    "a wrong name of a theme": _theme("name = 1"),
    "no such editor": _editor,
}


@pytest.mark.parametrize("name", ERRORS)
def test_no_error_of_the_reader_has_an_english_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    use_language(Language.SIMPLIFIED)
    monkeypatch.setenv("VISUAL", "没有")
    monkeypatch.chdir(tmp_path)
    said = ERRORS[name](tmp_path).replace(str(tmp_path), "")
    assert re.search("[\u4e00-\u9fff]", said)
    assert english(said) - PARTS_OF_THEMES == set()


def test_the_pages_in_chinese_come_first_in_chinese() -> None:
    english_first = manual_pages()
    use_language(Language.SIMPLIFIED)
    assert manual_pages()[0].path.parent.name == "zh"
    assert sorted(manual_pages()) == sorted(english_first)


@pytest.mark.long
@pytest.mark.asyncio
async def test_a_message_names_the_key_that_undoes_a_change(library: Library, station: str) -> None:
    use_language(Language.SIMPLIFIED)
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "x")
        await seen(pilot, "已删除“春天的小站”，按 u 撤销")
