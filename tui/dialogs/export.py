"""Asks what to export: the format, the articles and the file. Shows a preview of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import PizhuError, UsageError
from store.exporting import FORMATS, Format, check_destination
from store.wording import counted
from tui.config import expanded
from tui.dialogs.base.dialog import FindDialog, set_frame
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted

KEYS = "↑ ↓ format · tab articles · enter write · esc cancel"
KEYS_IF_EXISTS = "The file exists: enter overwrites it · esc cancel"

PREVIEW_LINES = 8
"""The number of lines in the preview."""

WIDTH = 66
"""The width of a line of the preview, in cells."""


class ExportScope(StrEnum):
    """Which articles are exported."""

    ALL = "all articles"
    LISTED = "the articles in the list"
    ONE = "the open article"


class ExportRequest(msgspec.Struct, frozen=True):
    """What to export, and to which file."""

    kind: Format
    scope: ExportScope
    path: str
    """As the user typed it."""


class ExportDialog(FindDialog[ExportRequest | None]):
    """Asks what to export. Returns the request, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("tab", "scope(1)", "Articles", priority=True),
        Binding("shift+tab", "scope(-1)", "Articles", priority=True),
    ]

    def __init__(self, counts: Mapping[ExportScope, int], preview: Callable[[ExportRequest], None]) -> None:
        """Create the dialog.

        :param counts: the number of articles in each scope. Only scopes that it contains can be chosen.
        :param preview: called to start a preview, whose result is passed to :meth:`show`.
        """
        super().__init__()
        self._counts = counts
        self._scope = ExportScope.ALL
        self._preview = preview
        self._formats = list(FORMATS.values())
        self._kind = self._formats[0]

    def compose(self) -> ComposeResult:
        """The scope, the file, an error message, the formats and the preview."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, "Export", KEYS)
            yield Static(classes="hint")
            yield Input(f"pizhu-notes{self._kind.suffixes[0]}", select_on_focus=False)
            yield Static(classes="error", markup=False)  # near the top, so that a low terminal shows it
            yield PagedOptionList(*(Option(_line(kind)) for kind in self._formats), classes="formats")
            yield Static(classes="preview", markup=False)

    def on_mount(self) -> None:
        """Choose the first format."""
        self.query_one(OptionList).highlighted = 0
        self._show_scope()

    @on(OptionList.OptionHighlighted)
    def choose(self, event: OptionList.OptionHighlighted) -> None:
        """Choose the format, and adapt the suffix of the file."""
        self._kind = self._formats[event.option_index]
        field = self.query_one(Input)
        path = Path(field.value)
        suffixes = {suffix for kind in FORMATS.values() for suffix in kind.suffixes}
        if path.suffix.lower() in suffixes:
            field.value = field.value[: -len(path.suffix)] + self._kind.suffixes[0]
            field.cursor_position = len(field.value)
        self._update_preview()

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Return the focus to the input after a click on a format."""
        event.stop()
        self.query_one(Input).focus()

    def action_scope(self, step: int) -> None:
        """Choose the next or the previous scope."""
        scopes = list(self._counts)
        self._scope = scopes[(scopes.index(self._scope) + step) % len(scopes)]
        self._show_scope()
        self._update_preview()

    def _show_scope(self) -> None:
        articles = counted(self._counts[self._scope], "article", "articles")
        self.query_one(".hint", Static).update(f"Exports {self._scope} ({articles})")

    def _update_preview(self) -> None:
        self._preview(self._request())

    def _request(self) -> ExportRequest:
        return ExportRequest(self._kind, self._scope, self.query_one(Input).value.strip())

    @late_answer
    def show(self, request: ExportRequest, beginning: str) -> None:
        """Show the beginning of the file, unless the user has chosen something else in the meantime."""
        if (request.kind, request.scope) == (self._kind, self._scope):
            lines = beginning.splitlines()[:PREVIEW_LINES]
            preview = Text("\n".join(fitted(line, WIDTH) for line in lines), "dim", no_wrap=True)
            self.query_one(".preview", Static).update(preview)

    @on(Input.Changed)
    def warn(self, event: Input.Changed) -> None:
        """Say in the frame if the file exists."""
        self.query_one(".error", Static).update("")
        keys = KEYS_IF_EXISTS if _exists(event.value.strip()) else KEYS
        set_frame(self.query_one(".dialog"), "Export", keys)

    @on(Input.Submitted)
    def accept(self) -> None:
        """Return the request. If the file cannot be written, or a package is missing, show an error."""
        request = self._request()
        try:
            _check(request)
        except PizhuError as error:
            self.query_one(".error", Static).update(str(error))
        else:
            self.dismiss(request)

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


def _line(kind: Format) -> Text:
    line = Text(f"{kind.name:<12}", "bold", no_wrap=True, overflow="ellipsis")
    return line.append(f"{kind.title}", "dim")


def _exists(typed: str) -> bool:
    """Whether a file of this name exists, whatever has been typed so far."""
    try:
        return bool(typed) and expanded(typed).is_file()
    except (OSError, UsageError):  # the name is too long, a folder is closed to the user, no such user
        return False


def _check(request: ExportRequest) -> None:
    """Check that the file can be written.

    :raises UsageError: there is no file name, the suffix is of another format, there is no such folder, or
        the system does not take the name.
    :raises PizhuError: a package that the format needs is not installed.
    """
    if not request.path:
        raise UsageError("Type the name of a file.")
    path = expanded(request.path)
    try:
        check_destination(path, request.kind.suffixes, force=False)
        is_in_folder = path.resolve().parent.is_dir()
        path.is_file()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"This file cannot be written: {reason}. Type another name.") from error
    if not is_in_folder:
        raise UsageError(f"There is no folder {path.parent}. Name an existing one.")
    request.kind.writer()
