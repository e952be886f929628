"""An answer that comes after a dialog was dismissed is dropped, in every dialog; an early one waits."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from store.library import Library
from store.model.annotation import Annotation
from store.query.tree import Query
from store.tags.fuzzy_finder import TagFinder
from tests.tui.reader import NARROW, happened, reader, seen, settled
from tui import dialogs
from tui.config import Config
from tui.dialogs.agreement.state import AgreementState
from tui.dialogs.agreement.table import AgreementDialog
from tui.dialogs.annotation import AnnotationDialog
from tui.dialogs.autocoding import AutocodingDialog
from tui.dialogs.base.choice import ChoiceDialog
from tui.dialogs.base.dialog import Dialog
from tui.dialogs.base.dismissed_once import DismissedOnce
from tui.dialogs.base.prompt import PromptDialog
from tui.dialogs.export import ExportDialog, ExportScope
from tui.dialogs.filtering import FilterDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.importing import ImportDialog
from tui.dialogs.manual import ManualDialog
from tui.dialogs.metadata import MetadataDialog
from tui.dialogs.note import NoteDialog
from tui.dialogs.previews.column_list import ColumnLine, ColumnListDialog
from tui.dialogs.previews.columns import ColumnsDialog
from tui.dialogs.previews.folder import FolderDialog
from tui.dialogs.searches.saved_searches import SavedSearchesDialog
from tui.dialogs.settings.dialog import SettingsDialog
from tui.dialogs.suggestions import SuggestionsDialog
from tui.dialogs.tagging import TaggingDialog
from tui.dialogs.terms.clipping import ClipDialog, ClipSettings
from tui.dialogs.terms.marking import MarkTermsDialog, TermFileDialog
from tui.dialogs.uses import UsesDialog
from tui.discovery.manual import manual_pages
from tui.keys.action import Scope
from tui.late_answers import is_gone, late_answer
from tui.note_editing.editor import NoteEditor
from tui.note_editing.link_completion import LinkCompletion
from tui.panes.folders.smart_folders import Folder
from tui.settings.draft import SettingsDraft
from tui.settings.reading import parse_settings

pytestmark = pytest.mark.asyncio

NOWHERE = Annotation(id="0" * 16, start=0, end=1, exact="车", prefix="", suffix="", created="", modified="")


def _modules() -> list[Any]:
    return [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(dialogs.__path__, "tui.dialogs.")
    ]


DIALOGS: list[type[Dialog[Any]]] = sorted(
    {
        kind
        for module in _modules()
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, Dialog) and not inspect.isabstract(kind)
        if kind.__module__ == module.__name__ and (module.__name__ != Dialog.__module__)
        if "compose" in vars(kind) or "line" in vars(kind)
    },
    key=lambda kind: kind.__name__,
)  # fmt: skip
"""Every dialog that is shown: a new one is found here too."""

MADE: dict[type[Dialog[Any]], Callable[[], Dialog[Any]]] = {
    AgreementDialog: lambda: AgreementDialog(AgreementState(), lambda *_: None),
    AnnotationDialog: lambda: AnnotationDialog(NOWHERE),
    AutocodingDialog: lambda: AutocodingDialog("车", [], ""),
    ChoiceDialog: lambda: ChoiceDialog("Which?", ["this", "that"]),
    ClipDialog: lambda: ClipDialog(ClipSettings(), lambda _: None, lambda *_: None),
    ColumnListDialog: lambda: ColumnListDialog("Which?", [ColumnLine("标题", "车")], 0),
    ColumnsDialog: lambda: ColumnsDialog(
        "车", "", (), look=lambda *_: None, accept=lambda *_: None, view=lambda *_: None, copy=str
    ),
    ExportDialog: lambda: ExportDialog({ExportScope.ALL: 1}, lambda _: None),
    FilterDialog: lambda: FilterDialog(Query()),
    FolderDialog: lambda: FolderDialog("车", "", lambda _: None, lambda *_: None),
    HelpDialog: lambda: HelpDialog(Scope.READING),
    ImportDialog: lambda: ImportDialog(lambda *_: None, lambda *_: None, lambda *_: None),
    ManualDialog: lambda: ManualDialog(manual_pages()[0], manual_pages()),
    MarkTermsDialog: lambda: MarkTermsDialog("词.csv", 1),
    MetadataDialog: lambda: MetadataDialog("车", {"title": "车"}),
    NoteDialog: lambda: NoteDialog("Note", LinkCompletion(NoteEditor("车"))),
    PromptDialog: lambda: PromptDialog("What?", "Type it"),
    SavedSearchesDialog: lambda: SavedSearchesDialog([Folder("车", Query())]),
    SettingsDialog: lambda: SettingsDialog(
        SettingsDraft(Config(), parse_settings("", Path("config.toml"))),
        apply=lambda _: None,
        save=lambda _: "",
        read=lambda: parse_settings("", Path("config.toml")),
        taken_back="",
    ),
    SuggestionsDialog: lambda: SuggestionsDialog("Tags", "none", lambda _: None),
    TaggingDialog: lambda: TaggingDialog("Tag", TagFinder(())),
    TermFileDialog: lambda: TermFileDialog(lambda _: None),
    UsesDialog: lambda: UsesDialog("车"),
}
"""How the dialogs are made whose arguments cannot be guessed. The others are made with a word for each."""


def made(kind: type[Dialog[Any]]) -> Dialog[Any]:
    """Make a dialog."""
    if kind in MADE:
        return MADE[kind]()
    parameters = list(inspect.signature(kind).parameters.values())
    return kind(*("车" for each in parameters if each.default is each.empty))


def answers(kind: type[Dialog[Any]]) -> list[str]:
    """The names of the methods of our own that anybody may call while the dialog is open."""
    ours = [
        each
        for each in kind.__mro__
        if each.__module__.startswith("tui.dialogs") and each not in (Dialog, DismissedOnce)
    ]
    return sorted(
        name
        for each in ours
        if each not in (Dialog, DismissedOnce)
        for name, method in vars(each).items()
        if inspect.isfunction(method) and not name.startswith(("_", "action_", "on_"))
        if name not in ("compose", "line", "listed", "add_items", "list_items")
        if not hasattr(method, "_textual_on")
    )


async def mounted(pilot: Any, dialog: Screen[Any]) -> None:
    """Wait until a dialog has its widgets."""
    await happened(pilot, lambda: dialog.is_mounted and all(each.is_mounted for each in dialog.query("*")))


def answer_with_nothing(dialog: Dialog[Any]) -> None:
    """Call every method of an open dialog that others may call, with None for each argument."""
    for name in answers(type(dialog)):
        method = getattr(dialog, name)
        method(*(None for _ in inspect.signature(method).parameters))


async def dismissed(app: App[None], kind: type[Dialog[Any]], pilot: Any) -> Dialog[Any]:
    dialog = made(kind)
    app.push_screen(dialog)
    await mounted(pilot, dialog)
    dialog.dismiss(None)
    return dialog


async def test_every_dialog_is_tried() -> None:
    assert len(DIALOGS) >= 14


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_every_answer_after_dismissal_is_dropped(kind: type[Dialog[Any]]) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        dialog = await dismissed(app, kind, pilot)
        assert is_gone(dialog)
        answer_with_nothing(dialog)
        await happened(pilot, lambda: len(app.screen_stack) == 1 and not dialog.is_running)
        assert is_gone(dialog)
        answer_with_nothing(dialog)
        await happened(pilot, lambda: len(app.screen_stack) == 1)


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_messages_actions_and_callbacks_after_dismissal_are_dropped(kind: type[Dialog[Any]]) -> None:
    app: App[None] = App()
    called: list[str] = []
    async with app.run_test() as pilot:
        below: Screen[None] = Screen()
        app.push_screen(below)
        dialog = made(kind)
        app.push_screen(dialog)
        await mounted(pilot, dialog)
        options, fields = list(dialog.query(OptionList)), list(dialog.query(Input))
        dialog.call_after_refresh(called.append, "after a refresh")
        dialog.call_later(called.append, "later")
        dialog.set_timer(0.001, lambda: called.append("timer"))
        dialog.dismiss(None)
        for field in fields:
            dialog.post_message(Input.Changed(field, "车"))
            dialog.post_message(Input.Submitted(field, "车"))
        for each in options:
            for message in (OptionList.OptionHighlighted, OptionList.OptionSelected):
                if each.option_count:
                    dialog.post_message(message(each, each.get_option_at_index(0), 0))
        dialog.post_message(NoteEditor.Done("车"))
        dialog.post_message(NoteEditor.Notice("车"))
        for _, binding in dialog._bindings:  # noqa: SLF001 - its keys, whatever they are
            if "." not in binding.action:  # actions of the app and of the screen below have their own names
                assert not await app.run_action(binding.action, default_namespace=dialog)
        dialog.dismiss(None)
        await happened(pilot, lambda: app.screen is below and not dialog.is_running)
        assert not called


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_a_dialog_dismissed_before_it_is_mounted_ends_nothing(kind: type[Dialog[Any]]) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        dialog = made(kind)
        app.push_screen(dialog)
        dialog.dismiss(None)
        await happened(pilot, lambda: len(app.screen_stack) == 1)


async def test_an_answer_before_the_dialog_is_mounted_is_shown_once_it_is() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        dialog = SuggestionsDialog("Tags", "none", lambda _: None)
        app.push_screen(dialog)
        dialog.show_error("no answer")
        await seen(pilot, "no answer")


async def test_a_list_that_is_filled_before_its_dialog_is_shown_has_a_height(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        dialog = FilterDialog(Query())
        app.push_screen(dialog)
        dialog.offer(library.articles.facets())
        await happened(pilot, lambda: dialog.query_one(OptionList).option_count > 0)
        await settled(pilot)
        assert dialog.query_one(OptionList).size.height > 1


async def test_a_widget_in_a_dismissed_dialog_is_gone() -> None:
    class Waiting(Static):
        @late_answer
        def show(self, word: str) -> None:
            self.update(word)

    class Asking(Dialog[None]):
        def compose(self) -> Any:
            yield Waiting()

    app: App[None] = App()
    async with app.run_test() as pilot:
        dialog = Asking()
        app.push_screen(dialog)
        await mounted(pilot, dialog)
        waiting = dialog.query_one(Waiting)
        assert not is_gone(waiting)
        dialog.dismiss(None)
        assert is_gone(waiting)
        waiting.show("late")
        assert str(waiting.content) == ""


async def test_answers_are_taken_in_the_order_in_which_they_came() -> None:
    taken: list[str] = []

    class Waiting(Static):
        def on_mount(self) -> None:
            self.take("first")  # before this widget has its place

        def on_resize(self) -> None:
            self.take("second")  # as soon as it has

        @late_answer
        def take(self, word: str) -> None:
            taken.append(word)

    class Asking(Dialog[None]):
        def compose(self) -> Any:
            yield Waiting("车")

    app: App[None] = App()
    async with app.run_test() as pilot:
        app.push_screen(Asking())
        await happened(pilot, lambda: len(taken) >= 2)
        assert taken[:2] == ["first", "second"]
