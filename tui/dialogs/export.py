"""Asks what to export: the format, the articles and the file. Shows a preview of the file."""

from __future__ import annotations

import os
import re
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
from store.exporting import FORMATS, Format, check_destination, format_of, is_somebody_elses
from store.language import _, lazy
from store.reasons import reason_of
from store.wording import counted
from tui.dialogs.base.choice import ChoiceDialog
from tui.dialogs.base.dialog import UNKNOWN_WIDTH, FindDialog, line_width, set_frame
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted, fitted_at_start
from tui.user_folders import expanded

KEYS = lazy("↑ ↓ format · tab articles · enter write · esc cancel")
KEYS_IF_EXISTS = lazy("The file exists: enter overwrites it · esc cancel")
KEYS_IF_FOREIGN = lazy("The file is not an export: enter asks · esc cancel")

NOT_WRITTEN_BY_PIZHU = lazy("{file} was not written by Pizhu")
KEEP_OR_OVERWRITE = (
    lazy("Keep the file, and type another name"),
    lazy("Overwrite the file: what is in it is lost"),
)
"""The answers about a file that is not an export."""

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}")
"""What looks like the suffix of a file, unlike the end of ``2024.10``."""

PREVIEW_LINES = 8
"""The number of lines in the preview."""

WIDTH = 66
"""The width of a line of the preview, in cells."""


class ExportScope(StrEnum):
    """Which articles are exported."""

    ALL = "all"
    LISTED = "listed"
    ONE = "open"


SCOPES = {
    ExportScope.ALL: lazy("Exports all articles ({articles})"),
    ExportScope.LISTED: lazy("Exports the articles in the list ({articles})"),
    ExportScope.ONE: lazy("Exports the open article ({articles})"),
}
"""What the dialog says of each scope."""

NOTHING_LISTED = lazy("No article is in the list.")


class ExportRequest(msgspec.Struct, frozen=True):
    """What to export, and to which file."""

    kind: Format
    scope: ExportScope
    path: str
    """As the user typed it, with the suffix of the format if that was not typed."""
    force: bool = False
    """Whether to overwrite a file that Pizhu has not written, which the user has agreed to."""


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
            set_frame(dialog, _("Export"), KEYS)
            yield Static(classes="hint")
            yield Input(f"pizhu-notes{self._kind.suffixes[0]}")  # selected, so that a name replaces it
            yield Static(classes="target", markup=False)
            yield Static(classes="error", markup=False)  # near the top, so that a low terminal shows it
            yield PagedOptionList(*(Option(_line(kind)) for kind in self._formats), classes="formats")
            yield Static(classes="preview", markup=False)

    def on_mount(self) -> None:
        """Choose the first format."""
        self.query_one(OptionList).highlighted = 0
        self._show_scope()

    @on(OptionList.OptionHighlighted)
    def choose(self, event: OptionList.OptionHighlighted) -> None:
        """Choose the format, and adapt the suffix of the file, unless it is what chose the format."""
        if event.option_index != event.option_list.highlighted:
            return  # another one was chosen since
        self._kind = self._formats[event.option_index]
        field = self.query_one(Input)
        suffix = Path(field.value.strip()).suffix
        if _formats_with(suffix) and suffix.lower() not in self._kind.suffixes:
            is_untouched = field.selection.start == 0 and field.selection.end == len(field.value)
            field.value = field.value.rstrip()[: -len(suffix)] + self._kind.suffixes[0]
            field.cursor_position = len(field.value)
            if is_untouched:
                field.action_select_all()
        self._show_target()
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
        self.query_one(".hint", Static).update(SCOPES[self._scope].format(articles=articles))

    def _update_preview(self) -> None:
        self._preview(self._request())

    def _request(self) -> ExportRequest:
        typed = self.query_one(Input).value.strip()
        return ExportRequest(self._kind, self._scope, _with_suffix(typed, self._kind))

    @late_answer
    def show(self, request: ExportRequest, beginning: str) -> None:
        """Show the beginning of the file, unless the user has chosen something else in the meantime."""
        if (request.kind, request.scope) == (self._kind, self._scope):
            lines = beginning.splitlines()[:PREVIEW_LINES]
            preview = Text("\n".join(fitted(line, WIDTH) for line in lines), "dim", no_wrap=True)
            self.query_one(".preview", Static).update(preview)

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Choose the format that the suffix tells. Say which file is written, and whether it exists."""
        self.query_one(".error", Static).update("")
        kinds = _formats_with(Path(event.value.strip()).suffix)
        if kinds and self._kind not in kinds:
            self._kind = kinds[0]
            self.query_one(OptionList).highlighted = self._formats.index(kinds[0])
        self._show_target()

    def on_resize(self) -> None:
        """Fit the path and the formats to the width."""
        self.call_after_refresh(self._show_target)
        self.call_after_refresh(self._fit_formats)

    def _fit_formats(self) -> None:
        formats = self.query_one(OptionList)
        width = line_width(formats)
        for number, kind in enumerate(self._formats):
            formats.replace_option_prompt_at_index(number, _line(kind, width))

    def _show_target(self) -> None:
        """Show the full path of the file."""
        path = self._request().path
        target = self.query_one(".target", Static)
        target.update(fitted_at_start(f"→ {_absolute(path)}", target.content_region.width or WIDTH))
        keys = KEYS if not _exists(path) else KEYS_IF_FOREIGN if _is_foreign(path) else KEYS_IF_EXISTS
        set_frame(self.query_one(".dialog"), _("Export"), keys)

    @on(Input.Submitted)
    def accept(self) -> None:
        """Return the request. If the file cannot be written, or a package is missing, show an error.

        Ask whether to overwrite a file that Pizhu has not written.
        """
        request = self._request()
        try:
            if request.scope is not ExportScope.ALL and not self._counts[request.scope]:
                raise UsageError(str(NOTHING_LISTED))
            _check(request)
        except PizhuError as error:
            self.query_one(".error", Static).update(str(error))
        else:
            if _is_foreign(request.path):
                self._ask_to_overwrite(request)
            else:
                self.dismiss(request)

    def _ask_to_overwrite(self, request: ExportRequest) -> None:
        def answer(index: int | None) -> None:
            if index == 1:
                self.dismiss(msgspec.structs.replace(request, force=True))

        file = Path(request.path).name
        answers = [str(each) for each in KEEP_OR_OVERWRITE]
        self.app.push_screen(ChoiceDialog(NOT_WRITTEN_BY_PIZHU.format(file=file), answers), answer)

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


def _line(kind: Format, width: int = UNKNOWN_WIDTH) -> Text:
    line = Text(f"{kind.name:<12}", "bold", no_wrap=True, overflow="ellipsis")
    return line.append(fitted(str(kind.title), max(1, width - len(line))), "dim")


def _formats_with(suffix: str) -> list[Format]:
    """The formats whose files have a suffix; none for an empty one."""
    return [kind for kind in FORMATS.values() if suffix.lower() in kind.suffixes]


def _with_suffix(typed: str, kind: Format) -> str:
    """Return what was typed, with the suffix of the format if it has none. A folder stays as it is."""
    name = os.path.basename(typed)  # noqa: PTH119 - a path would drop the slash at its end
    if not name.strip(".") or _SUFFIX.fullmatch(Path(name).suffix) or _is_folder(typed):
        return typed
    return f"{typed}{kind.suffixes[0]}"


def _is_folder(typed: str) -> bool:
    try:
        return expanded(typed).is_dir()
    except (OSError, ValueError, UsageError):
        return False


def _absolute(typed: str) -> str:
    """The full path of what was typed so far."""
    try:
        return os.path.abspath(expanded(typed)) if typed else str(Path.cwd())  # noqa: PTH100 - links stay
    except (OSError, ValueError, UsageError):
        return typed


def _exists(typed: str) -> bool:
    """Whether a file of this name exists, whatever has been typed so far."""
    try:
        return bool(typed) and expanded(typed).is_file()
    except (
        OSError,
        ValueError,
        UsageError,
    ):  # the name is too long, a folder is closed to the user, no such user
        return False


def _is_foreign(typed: str) -> bool:
    """Whether there is a file that Pizhu has not written, whatever has been typed so far."""
    return _exists(typed) and is_somebody_elses(expanded(typed))


def _check(request: ExportRequest) -> None:
    """Check that the file can be written.

    :raises UsageError: there is no file name, the suffix is of another format, there is no such folder, or
        the system does not take the name.
    :raises PizhuError: a package that the format needs is not installed.
    """
    if not request.path:
        raise UsageError(_("Type the name of a file."))
    path = expanded(request.path)
    if (suffix := path.suffix.lower()) == ".pdf":
        format_of("pdf")
    if _SUFFIX.fullmatch(suffix) and suffix not in request.kind.suffixes and not _is_folder(request.path):
        usual = request.kind.suffixes[0]
        raise UsageError(
            _(
                "No format has the suffix {suffix}: write {usual}, or the suffix of another format.",
                suffix=suffix,
                usual=usual,
            )
        )
    try:
        is_in_folder = path.resolve().parent.is_dir()
        path.is_file()
        check_destination(path, request.kind.suffixes, force=_is_foreign(request.path))
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise UsageError(
            _("This file cannot be written: {reason}. Type another name.", reason=reason)
        ) from error
    if not is_in_folder:
        raise UsageError(_("There is no folder {folder}. Name an existing one.", folder=path.parent))
    request.kind.writer()
