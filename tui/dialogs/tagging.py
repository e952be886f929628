"""The tagging dialog: finds tags as the user types, also by pinyin, and creates new ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import BadTagName
from store.language import _, lazy
from store.model.tag import Tag, are_alike, clean_tag_name
from store.tags.fuzzy_finder import TagFinder, TagMatch
from tui.dialogs.base.dialog import FindDialog, set_frame
from tui.looks.themes import tag_colour
from tui.paged_option_list import PagedOptionList
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

MIN_DESCRIPTION_WIDTH = 8
"""A description is shown only if it has more cells than this."""

UNKNOWN_WIDTH = 60
"""The width of a line before the layout of the dialog is known, in cells."""

KEYS = lazy("enter tag · , more · tab complete · ctrl+y new · esc cancel")
KEYS_FOR_ONE = lazy("enter choose · tab complete · ctrl+y new · esc cancel")

NOTHING_TYPED = lazy("Type a name to make the first tag, or press esc to cancel.")

TOP = ("", "/")
"""The inputs for which the top line is listed."""

COMMAS = "comma,fullwidth_comma,ideographic_comma"  # untranslated: names of keys
"""The keys ``,``, ``，`` and ``、``, which tick a tag and continue with another."""

MAX_LISTED = 200
"""The most tags in the list. Typing more narrows it to the others."""


class TagInput(Input):
    """An input for tag names. Commas are keys of the dialog and are not typed."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is typed into the input."""
        return key not in COMMAS.split(",") and super().check_consume_key(key, character)


class TaggingDialog(FindDialog[tuple[str, ...] | None]):
    """Asks for tags. Returns all tags that are chosen in the end, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding(COMMAS, "tick", "Tick", priority=True),
        Binding("tab", "complete", "Complete", priority=True),
        Binding("ctrl+y,ctrl+enter,alt+enter", "create", "New", priority=True),
    ]

    def __init__(
        self,
        subject: str,
        finder: TagFinder,
        chosen: Iterable[str] = (),
        *,
        only_one: bool = False,
        keeps_ticked: bool = False,
        top: str = "",
    ) -> None:
        """Create the dialog.

        :param subject: what is tagged, for the title.
        :param finder: finds the existing tags.
        :param chosen: the tags that are ticked at first.
        :param only_one: whether exactly one tag is chosen.
        :param keeps_ticked: whether enter accepts the ticked tags as they are until something is typed or
            another line is highlighted.
        :param top: the text of a first line for no tag. If it is chosen, the result is the empty name.
        """
        super().__init__()
        self._subject = subject
        self._finder = finder
        self._only_one = only_one
        self._top = top
        self._new: list[Tag] = []
        """Tags that were created in this dialog."""
        self._chosen = list(chosen)
        self._ticked_by: str | None = "" if keeps_ticked and self._chosen else None
        """The input after a tag was ticked last. None if no tag was ticked yet."""
        self._keeps_ticked = keeps_ticked
        self._listed: list[str] = []
        self._listed_for = ""

    def compose(self) -> ComposeResult:
        """An input, the list of tags and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, KEYS_FOR_ONE if self._only_one else KEYS)
            yield TagInput(placeholder=_("Type to find a tag or make a new one"))
            yield PagedOptionList()
            yield Static(classes="error")

    def on_mount(self) -> None:
        """List all tags."""
        self._list("")

    def on_resize(self) -> None:
        """Fit the descriptions to the new width."""
        self.call_after_refresh(self._relist)

    def _relist(self) -> None:
        self._list(self.query_one(Input).value)

    @on(Input.Changed)
    def filter(self, event: Input.Changed) -> None:
        """List the tags that match the input."""
        if event.value != self._listed_for:
            self._list(event.value)

    def _list(self, typed: str) -> None:
        self._listed_for = typed
        wanted = typed.strip().removeprefix("#")
        matches = [TagMatch(tag, ()) for tag in self._new if wanted in tag.name]
        matches += self._finder.find(wanted)
        exact = any(are_alike(match.tag.name, wanted) for match in matches)
        options = self.query_one(OptionList)
        width = (options.scrollable_content_region.width or UNKNOWN_WIDTH) - 2
        listed = matches[:MAX_LISTED]
        self._listed = [match.tag.name for match in listed]
        lines = [
            _line(
                match,
                self._finder.uses(match.tag.name),
                width,
                tag_colour(match.tag.colour, self.app.current_theme),
                ticked=match.tag.name in self._chosen,
            )
            for match in listed
        ]
        if self._top and wanted in TOP:
            self._listed.insert(0, "")
            lines.insert(0, Text(f"  {self._top}", "italic"))
        elif wanted and not exact:
            self._listed.append(typed)
            lines.append(Text.assemble(f"+ {_('new tag')} ", (fitted(typed.strip(), width - 12), "bold")))
        added = [Option(line) for line in lines]
        if len(matches) > MAX_LISTED:
            more = Text(f"  {_('{count:,} more: keep typing', count=len(matches) - MAX_LISTED)}", "dim")
            added.append(Option(more, disabled=True))
        options.clear_options()
        options.add_options(added)
        options.highlighted = 0 if lines else None
        self.query_one(".error", Static).update("")

    def action_tick(self) -> None:
        """Tick or untick the highlighted tag, and clear the input for another."""
        name = None if self._only_one else self._highlighted()
        if name is None:
            return
        self._choose(name)
        self.query_one(Input).value = self._ticked_by = ""
        self._list("")

    def action_complete(self) -> None:
        """Complete the input to the name of the highlighted tag."""
        place, field = self.query_one(OptionList).highlighted, self.query_one(Input)
        if place is not None and place < len(self._listed):
            field.value = self._listed[place]
            field.cursor_position = len(field.value)

    def action_create(self) -> None:
        """Create a tag with the typed name, although existing tags match."""
        name = self._cleaned(self.query_one(Input).value)
        if name is None:
            return
        alike = (match.tag.name for match in self._finder.find(name) if are_alike(match.tag.name, name))
        twin = next(alike, name)
        if twin != name:
            self._show_error(
                _(
                    "“{name}” differs from “{twin}” only in width or case. Press enter to use that tag.",
                    name=name,
                    twin=twin,
                )
            )
            return
        self._choose(name)
        self.dismiss(tuple(self._chosen))

    def _choose(self, name: str) -> None:
        """Tick or untick a tag, which may be new."""
        if self._only_one:
            self._chosen = [name]
            return
        if all(match.tag.name != name for match in self._finder.find("")) and name not in self._chosen:
            self._new.insert(0, Tag(name=name))
        self._toggle(name)

    @on(Input.Submitted)
    def accept(self) -> None:
        """Return the ticked tags, and the highlighted one if none was ticked or more was typed since."""
        typed = self.query_one(Input).value
        is_typed = bool(typed.strip()) and typed != self._ticked_by
        is_moved = self._keeps_ticked and bool(self.query_one(OptionList).highlighted)
        if self._ticked_by is None or is_typed or is_moved:
            name = self._highlighted()
            if name is None:
                return
            self._choose(name)
        self.dismiss(tuple(self._chosen))

    def _toggle(self, name: str) -> None:
        if name in self._chosen:
            self._chosen.remove(name)
        else:
            self._chosen.append(name)

    @on(OptionList.OptionSelected)
    def click(self) -> None:
        """Accept the tag that was clicked."""
        self.accept()

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)

    def _highlighted(self) -> str | None:
        """The highlighted name, cleaned. If it is not valid, None, and an error is shown."""
        typed = self.query_one(Input).value
        if typed != self._listed_for:
            self._list(typed)  # the message about the change has not been processed yet
        place = self.query_one(OptionList).highlighted
        if place is None or place >= len(self._listed):
            self._show_error(str(NOTHING_TYPED))
            return None
        return self._cleaned(self._listed[place]) if self._listed[place] or not self._top else ""

    def _cleaned(self, name: str) -> str | None:
        """The name, cleaned. If it is not valid, None, and an error is shown."""
        try:
            return clean_tag_name(name)
        except BadTagName as error:
            self._show_error(str(error))
            return None

    def _show_error(self, message: str) -> None:
        self.query_one(".error", Static).update(Text(displayed(message)))


def _line(match: TagMatch, uses: int, width: int, colour: Color, *, ticked: bool) -> Text:
    """The line of a tag: its tick, colour, name with the matched characters underlined, and uses."""
    tag = match.tag
    line = Text()
    line.append("✓ " if ticked else "  ", "bold")
    line.append("■ ", colour.hex)
    start = len(line)
    line.append(fitted(tag.name, width - 10))
    for place in match.places:
        line.stylize("bold underline", start + place, start + place + 1)
    if match.alias:
        line.append(f" = {fitted(match.alias, 20)}", "italic")
    line.append(f"  {uses or ''}", "dim")
    if tag.key:
        line.append(f" [{tag.key}]", "bold")
    left = width - line.cell_len - 2
    if tag.description and left > MIN_DESCRIPTION_WIDTH:
        line.append(f"  {fitted(tag.description, left)}", "dim")
    return line
