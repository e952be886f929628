"""The settings dialog: the settings by group, with their values, an explanation and a preview behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option as Line

from store.errors import PizhuError
from store.language import lazy
from tui.config import Config
from tui.dialogs.base.dialog import Dialog, line_width, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.dialogs.settings.values import ValueDialog
from tui.dialogs.settings.wording import FILE, MANY, action_line, explanation, legend, line, name_width
from tui.paged_option_list import PagedOptionList
from tui.settings.draft import SettingsDraft
from tui.settings.names import name_of
from tui.settings.reading import Settings
from tui.typesetting import displayed

TITLE = lazy("Settings")
KEYS = lazy("space change · d reset · / find · ctrl+s save · esc discard")
ALL_KEYS = lazy("space change · d reset · / find · e file · L save looks · ctrl+s save · esc discard")
FEW_KEYS = lazy("space · ctrl+s save · esc discard")
FINDING_KEYS = lazy("enter to the list · esc all")
TYPING_KEYS = lazy("enter set · esc cancel")
VALUE = lazy("{name}: {allowed}", "value of a setting")
FIND_HINT = lazy("a name, or words of an explanation")
NOTHING_FOUND = lazy("No setting has these words: esc shows all again.")
KEYS_ARE_IN_FILE = lazy("Keys are set in the file: press e to open it.")
HAS_NO_STEPS = lazy("Press space to type a value.")

ACTIONS = lazy("Actions")
SAVE, SAVE_LOOKS, OPEN = "save", "save-looks", "open-file"
"""The IDs of the lines below the settings."""
ACTION_NAMES = {
    SAVE: lazy("Save"),
    SAVE_LOOKS: lazy("Save looks as default"),
    OPEN: lazy("Open the file in the editor"),
}
ACTION_KEYS = {SAVE: "ctrl+s", SAVE_LOOKS: "L", OPEN: "e"}
"""The keys of the lines below the settings."""
ABOUT_ACTIONS = {
    SAVE: lazy("Writes what was changed here, marked with *, into the file, and closes the dialog."),
    SAVE_LOOKS: lazy(
        "Writes all that takes effect at once, as it is now, into the file: also what was changed by "
        "key, such as the measure, the aids, the order of the list, and the panes. The dialog stays open."
    ),
    OPEN: lazy("Opens the file in your editor, as `pizhu config edit` does."),
}

SHORT, NARROW, WIDE = 16, 64, 96
"""Rows below which the dialog has all of the screen; columns below which the list is above what explains;
columns from which all keys are named.
"""


class SettingsList(PagedOptionList):
    """The list of settings: a click highlights a line, and a click on the highlighted one chooses it."""

    def on_click(self, event: events.Click) -> None:
        """Highlight the line under the mouse. If it is highlighted already, Textual's list chooses it."""
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked != self.highlighted:
            event.prevent_default()
            if not self.get_option_at_index(clicked).disabled:
                self.highlighted = clicked


class SettingsDialog(Dialog[str | None]):
    """Changes settings, and shows them at once. Returns a sentence that says what became of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("q", "leave", "Leave"),
        Binding("j", "move(1)", "Down"),
        Binding("k", "move(-1)", "Up"),
        Binding("g", "edge(0)", "First"),
        Binding("G", "edge(-1)", "Last"),
        Binding("ctrl+d", "page(1)", "Page down", priority=True),
        Binding("ctrl+u", "page(-1)", "Page up", priority=True),
        Binding("space", "change", "Change", priority=True),
        Binding("right,l,plus,equals_sign", "step(1)", "Next value", priority=True),
        Binding("left,h,minus", "step(-1)", "Previous value", priority=True),
        Binding("d,delete", "reset", "Default", priority=True),
        Binding("slash", "find", "Find", priority=True),
        Binding("e", "edit_file", "Edit the file", priority=True),
        Binding("L", "save_looks", "Save looks", priority=True),
        Binding("ctrl+s", "save", "Save", priority=True),
        *(Binding(digit, f"type_number('{digit}')", "Type", priority=True) for digit in "0123456789"),
    ]

    LIST_ACTIONS: ClassVar[frozenset[str]] = frozenset(
        {"leave", "change", "step", "reset", "find", "edit_file", "save_looks", "type_number", "page"}
    )
    """Actions whose keys are text while something is typed."""

    def __init__(
        self,
        draft: SettingsDraft,
        *,
        apply: Callable[[Config], None],
        save: Callable[[Mapping[str, Any]], str],
        read: Callable[[], Settings],
        taken_back: str,
    ) -> None:
        """Create the dialog.

        :param draft: the settings.
        :param apply: shows settings behind the dialog.
        :param save: writes settings into the file and returns a sentence that says so.
        :param read: reads the file again after it was edited.
        :param taken_back: the sentence that is returned if what was changed is given up.
        """
        super().__init__()
        self._draft = draft
        self._apply = apply
        self._save = save
        self._read = read
        self._taken_back = taken_back
        self._words: tuple[str, ...] = ()
        """The words searched, in lower case."""
        self._typed_name: str | None = None
        """The setting whose value is being typed. None while words to find are typed."""

    def compose(self) -> ComposeResult:
        """The list and the explanation beside it, and below them what is typed, errors, and the file."""
        with Vertical(classes="dialog settings") as dialog:
            set_frame(dialog, TITLE, KEYS)
            with Horizontal(classes="columns"):
                yield SettingsList()
                with VerticalScroll(can_focus=False):
                    yield WrappedText(classes="explanation")
                    yield WrappedText(classes="legend")
            yield Input(select_on_focus=False)
            yield Static(classes="error", markup=False)
            yield Static(classes="hint", markup=False)

    def on_mount(self) -> None:
        """Hide the input, and say what is wrong with the file."""
        self.query_one(Input).display = False
        self._show_file()
        self._list()
        self._list_widget.highlighted = self._best_line()
        self._set_error(" ".join(self._draft.file.problems[:1]))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the dialog to the screen."""
        width, height = event.size
        box = self.query_one(".dialog")
        box.set_class(height < SHORT, "-short")
        box.set_class(width < NARROW, "-narrow")
        self._show_keys()
        self.call_after_refresh(self._list)

    # The list

    @property
    def _list_widget(self) -> SettingsList:
        return self.query_one(SettingsList)

    @property
    def _chosen(self) -> str | None:
        """The highlighted setting or action."""
        listed = self._list_widget
        if listed.highlighted is None or not listed.option_count:
            return None
        return listed.get_option_at_index(listed.highlighted).id

    @property
    def _setting(self) -> str | None:
        """The highlighted setting."""
        return self._chosen if self._chosen in self._draft.options else None

    def _best_line(self) -> int | None:
        """The setting whose name begins with what is searched, or has it, or else the first one."""
        word = self._words[0] if self._words else ""
        names = [(place, each.id or "") for place, each in enumerate(self._list_widget.options)]
        found = [(word not in name, not name.startswith(word), place) for place, name in names if name]
        return min(found)[2] if found else None

    def _list(self) -> None:
        """List the settings that have the words. The highlight stays on its setting."""
        listed, chosen = self._list_widget, self._chosen
        width, names = line_width(listed), name_width(self._draft.options)
        lines: list[Line] = []
        found = [option for option in self._draft.options.values() if self._has_words(option.name)]
        for group, options in groupby(found, key=lambda option: option.group):
            lines.append(self._heading(str(group)))
            lines += [
                Line(line(self._draft, option.name, names, width), id=option.name) for option in options
            ]
        if not self._words:
            lines.append(self._heading(str(ACTIONS)))
            lines += [
                Line(action_line(str(name), ACTION_KEYS[each], width), id=each)
                for each, name in ACTION_NAMES.items()
            ]
        listed.clear_options()
        listed.add_options(lines)
        place = next((index for index, each in enumerate(lines) if each.id == chosen and chosen), None)
        listed.highlighted = self._best_line() if place is None else place
        self._explain()

    def _heading(self, group: str) -> Line:
        return Line(Text(group, f"bold {self.app.theme_variables['secondary']}"), disabled=True)

    def _has_words(self, name: str) -> bool:
        option = self._draft.options[name]
        text = f"{name} {name.replace('_', ' ')} {name_of(name)} {option.explanation} {option.group}".lower()
        return all(word in text for word in self._words)

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        """Explain the highlighted setting."""
        name = self._chosen
        if name is None:
            said = [str(NOTHING_FOUND)]
        else:
            is_setting = name in self._draft.options
            said = explanation(self._draft, name) if is_setting else [str(ABOUT_ACTIONS[name])]
        self.query_one(".explanation", WrappedText).show("\n".join(said))
        self.query_one(".legend", WrappedText).show(legend(self._draft))

    def action_move(self, step: int) -> None:
        """Move the highlight by one line."""
        if step > 0:
            self._list_widget.action_cursor_down()
        else:
            self._list_widget.action_cursor_up()

    def action_edge(self, edge: int) -> None:
        """Move the highlight to the first line (0) or the last (-1)."""
        if edge:
            self._list_widget.action_last()
        else:
            self._list_widget.action_first()

    def action_page(self, step: int) -> None:
        """Move the highlight by a page."""
        if step > 0:
            self._list_widget.action_page_down()
        else:
            self._list_widget.action_page_up()

    # Changing

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Change the setting that was chosen with enter or a click, or do what the line says."""
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """Change the highlighted setting, or do what the highlighted line says."""
        name = self._setting
        if name is None:
            self._act()
            return
        option = self._draft.options[name]
        if option.is_table:
            self._set_error(str(KEYS_ARE_IN_FILE))
        elif option.is_switch or (option.choices and not option.is_list and len(option.choices) < MANY):
            self._step(name, 1)
        elif option.choices and not option.is_list:
            self._choose_from(name, option.choices)
        else:
            self._type(name, self._as_typed(name))

    def _act(self) -> None:
        if self._chosen == SAVE:
            self.action_save()
        elif self._chosen == SAVE_LOOKS:
            self.action_save_looks()
        elif self._chosen == OPEN:
            self.action_edit_file()

    def _choose_from(self, name: str, choices: tuple[str, ...]) -> None:
        def preview(index: int) -> None:
            self._apply(self._draft.with_value(name, choices[index]))

        def take(index: int | None) -> None:
            if index is None:
                self._apply(self._draft.config)
            else:
                self._set(name, choices[index])

        value = self._draft.value(name)
        chosen = choices.index(value) if value in choices else 0
        self.app.push_screen(ValueDialog(name_of(name), choices, chosen, preview), take)

    def action_step(self, step: int) -> None:
        """Take the next value, or the one before it."""
        if self._setting is not None:
            self._step(self._setting, step)

    def _step(self, name: str, step: int) -> None:
        if self._draft.step(name, step):
            self._show_change()
        else:
            self._set_error(str(KEYS_ARE_IN_FILE if self._draft.options[name].is_table else HAS_NO_STEPS))

    def action_reset(self) -> None:
        """Give the highlighted setting its default."""
        name = self._setting
        if name is None:
            return
        if self._draft.options[name].is_table:
            self._set_error(str(KEYS_ARE_IN_FILE))
        else:
            self._draft.reset(name)
            self._show_change()

    def action_type_number(self, digit: str) -> None:
        """Begin to type a number."""
        if self._setting is not None and self._draft.options[self._setting].is_number:
            self._type(self._setting, digit)

    def _set(self, name: str, value: Any) -> bool:
        """Give a setting another value, and show it. If it is not allowed, say what is."""
        try:
            self._draft.set(name, value)
        except ValueError as error:
            self._set_error(str(error))
            return False
        self._show_change()
        return True

    def _show_change(self) -> None:
        self._set_error("")
        self._apply(self._draft.config)
        self._show_keys()
        self._show_file()
        self._list()

    # Typing

    @property
    def _is_typing(self) -> bool:
        return self.focused is not None and isinstance(self.focused, Input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the input while something is typed."""
        if self._is_typing and action in self.LIST_ACTIONS:
            return False
        return super().check_action(action, parameters)

    def _as_typed(self, name: str) -> str:
        value = self._draft.value(name)
        return ", ".join(value) if self._draft.options[name].is_list else str(value)

    def _type(self, name: str, text: str) -> None:
        """Let the user type the value of a setting."""
        self._typed_name = name
        self._open_input(text, VALUE.format(name=name_of(name), allowed=self._draft.options[name].allowed))

    def action_find(self) -> None:
        """Type words to find settings by."""
        self._typed_name = None
        self._open_input(" ".join(self._words), str(FIND_HINT))

    def _open_input(self, text: str, hint: str) -> None:
        self._set_error("")
        field = self.query_one(Input)
        field.display = True
        with field.prevent(Input.Changed):
            field.value = text
        field.placeholder = hint
        field.cursor_position = len(text)
        self.set_focus(field)
        self._show_keys()

    def _close_input(self) -> None:
        self.query_one(Input).display = False
        self.set_focus(self._list_widget)
        self._show_keys()

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Find what is typed, or forget the error about what was typed before."""
        self._set_error("")
        if self._typed_name is None and self._is_typing:
            self._words = tuple(event.value.lower().split())
            self._list()
            self._list_widget.highlighted = self._best_line()

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Take the value that was typed, or go to the settings that were found."""
        name = self._typed_name
        if name is None or self._set(name, self._draft.options[name].typed(event.value.strip())):
            self._close_input()

    def action_cancel(self) -> None:
        """Give up what is typed; then show all settings again; then close the dialog."""
        if self._is_typing or self._words:
            if self._typed_name is None or not self._is_typing:
                self._words = ()
                self._list()
            self._set_error("")
            self._close_input()
        else:
            self.action_leave()

    # Leaving

    def action_leave(self) -> None:
        """Give back what was before, and close the dialog."""
        was_changed = self._draft.config != self._draft.start
        self._apply(self._draft.start)
        self.dismiss(self._taken_back if was_changed else None)

    def action_save(self) -> None:
        """Write what was changed, and close the dialog."""
        if self._typed_name is not None and self._is_typing:
            field = self.query_one(Input)
            if not self._set(
                self._typed_name, self._draft.options[self._typed_name].typed(field.value.strip())
            ):
                return
        said = self._write(self._draft.to_write())
        if said is not None:
            self.dismiss(said)

    def action_save_looks(self) -> None:
        """Write all that takes effect at once, with what was changed here. The dialog stays and says so."""
        said = self._write(self._draft.looks_to_write() | self._draft.to_write())
        if said is not None:
            self._draft.keep(self._read())
            self._show_change()
            self.query_one(".hint", Static).update(displayed(said))

    def _write(self, values: Mapping[str, Any]) -> str | None:
        """Write settings, and return what was written. If that fails, say why: nothing is lost."""
        try:
            return self._save(values)
        except PizhuError as error:
            self._set_error(str(error))
            return None

    def action_edit_file(self) -> None:
        """Open the file in the user's editor, and take over what it says afterwards."""
        from tui.note_editing.external_editor import edit_file

        path = self._draft.file.path
        try:
            edit_file(self.app, path)
        except PizhuError as error:
            self._set_error(str(error))
            return
        self._draft.read_again(self._read())
        self._show_change()
        self._set_error(" ".join(self._draft.file.problems[:1]))

    # Messages

    def _set_error(self, message: str) -> None:
        error = self.query_one(".error", Static)
        error.update(displayed(message))
        error.display = bool(message)

    def _show_file(self) -> None:
        file = FILE.format(file=self._draft.file.path)
        self.query_one(".hint", Static).update(displayed(file))

    def _show_keys(self) -> None:
        width = self.size.width
        keys = FEW_KEYS if width < NARROW else KEYS if width < WIDE else ALL_KEYS
        if self._is_typing:
            keys = FINDING_KEYS if self._typed_name is None else TYPING_KEYS
        box = self.query_one(".dialog")
        box.set_class(self._is_typing, "-typing")
        set_frame(box, name_of(self._typed_name) if self._is_typing and self._typed_name else TITLE, keys)
        self.call_after_refresh(self._list_widget.scroll_to_highlight)
