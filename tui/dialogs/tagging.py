"""The tagging dialog: type to find, by pinyin too; take one tag or several, or make a new one."""

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
from store.model.tag import Tag, are_alike, clean_tag_name
from store.tags.fuzzy_finder import TagFinder, TagMatch
from tui.dialogs.base.dialog import FindDialog, entitle
from tui.looks.themes import tag_colour
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

SHORTEST_DESCRIPTION = 8
"""Cells below which a description is not begun."""

UNKNOWN_WIDTH = 60
"""Cells a line is given before the dialog has been laid out."""

KEYS = "enter take · , more · tab complete · ctrl+y new · esc leave"
KEYS_FOR_ONE = "enter take · tab complete · ctrl+y new · esc leave"

NOTHING_TYPED = "Type a name to make the first tag, or esc leaves."

TOP = ("", "/")
"""What is typed where the line that stands for no tag is offered."""

COMMAS = "comma,fullwidth_comma,ideographic_comma"
"""Typed after a tag, ``,`` ``，`` and ``、`` tick it, to go on with another."""

OFFERED = 200
"""Tags that are listed; who types on finds the others."""


class TagLine(Input):
    """A line to type tags on; a comma is none of a tag's characters here."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is typed, or for the dialog to act upon."""
        return key not in COMMAS.split(",") and super().check_consume_key(key, character)


class TaggingDialog(FindDialog[tuple[str, ...] | None]):
    """Asks for tags; gives all that are chosen, those chosen before included, or None when left."""

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
        top: str = "",
    ) -> None:
        """Ask for tags.

        :param subject: what is to be tagged, for the title.
        :param finder: finds among the tags there are.
        :param chosen: the tags it has already: they are ticked.
        :param only_one: take one tag alone.
        :param top: a first line that stands for no tag: what is given then is the empty name.
        """
        super().__init__()
        self._subject = subject
        self._finder = finder
        self._only_one = only_one
        self._top = top
        self._new: list[Tag] = []
        """Tags that were made here."""
        self._chosen = list(chosen)
        self._ticked_by: str | None = None
        """What was typed when a tag was ticked last; None when none has been."""
        self._offered: list[str] = []
        self._offered_for = ""

    def compose(self) -> ComposeResult:
        """A line to type in, and the tags below it."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS_FOR_ONE if self._only_one else KEYS)
            yield TagLine(placeholder="Type to find a tag, or to make a new one")
            yield OptionList()
            yield Static(classes="refusal")

    def on_mount(self) -> None:
        """Offer all tags."""
        self._offer("")

    def on_resize(self) -> None:
        """Fit the descriptions to the width."""
        self.call_after_refresh(self._offer_again)

    def _offer_again(self) -> None:
        self._offer(self.query_one(Input).value)

    @on(Input.Changed)
    def filter(self, event: Input.Changed) -> None:
        """Offer the tags that fit what is typed."""
        if event.value != self._offered_for:
            self._offer(event.value)

    def _offer(self, typed: str) -> None:
        self._offered_for = typed
        wanted = typed.strip().removeprefix("#")
        fitting = [TagMatch(tag, ()) for tag in self._new if wanted in tag.name]
        fitting += self._finder.find(wanted)
        exact = any(are_alike(match.tag.name, wanted) for match in fitting)
        options = self.query_one(OptionList)
        width = (options.scrollable_content_region.width or UNKNOWN_WIDTH) - 2
        listed = fitting[:OFFERED]
        self._offered = [match.tag.name for match in listed]
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
            self._offered.insert(0, "")
            lines.insert(0, Text(f"  {self._top}", "italic"))
        elif wanted and not exact:
            self._offered.append(typed)
            lines.append(Text.assemble("+ new tag ", (fitted(typed.strip(), width - 12), "bold")))
        made = [Option(line) for line in lines]
        if len(fitting) > OFFERED:
            more = Text(f"  {len(fitting) - OFFERED:,} more: type on", "dim")
            made.append(Option(more, disabled=True))
        options.clear_options()
        options.add_options(made)
        options.highlighted = 0 if lines else None
        self.query_one(".refusal", Static).update("")

    def action_tick(self) -> None:
        """Choose the highlighted tag, or no longer, and begin to type another."""
        name = None if self._only_one else self._highlighted()
        if name is None:
            return
        self._choose(name)
        self.query_one(Input).value = self._ticked_by = ""
        self._offer("")

    def action_complete(self) -> None:
        """Type the highlighted tag to its end."""
        place, field = self.query_one(OptionList).highlighted, self.query_one(Input)
        if place is not None and place < len(self._offered):
            field.value = self._offered[place]
            field.cursor_position = len(field.value)

    def action_create(self) -> None:
        """Make a tag of what was typed, though others fit."""
        name = self._cleaned(self.query_one(Input).value)
        if name is None:
            return
        alike = (match.tag.name for match in self._finder.find(name) if are_alike(match.tag.name, name))
        twin = next(alike, name)
        if twin != name:
            self._refuse(f"“{name}” differs from the tag “{twin}” in width or case alone: enter takes that.")
            return
        self._choose(name)
        self.dismiss(tuple(self._chosen))

    def _choose(self, name: str) -> None:
        """Tick a tag, a new one too, or take its tick off."""
        if self._only_one:
            self._chosen = [name]
            return
        if all(match.tag.name != name for match in self._finder.find("")) and name not in self._chosen:
            self._new.insert(0, Tag(name=name))
        self._toggle(name)

    @on(Input.Submitted)
    def take(self) -> None:
        """Take what was ticked and, when nothing was or more was typed since, the highlighted tag."""
        typed = self.query_one(Input).value
        if self._ticked_by is None or (typed.strip() and typed != self._ticked_by):
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
        """A click on a tag takes it."""
        self.take()

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    def _highlighted(self) -> str | None:
        """The highlighted name, made fit to keep; when it cannot be kept, the dialog says why."""
        typed = self.query_one(Input).value
        if typed != self._offered_for:
            self._offer(typed)  # the message that it has changed is still on its way
        place = self.query_one(OptionList).highlighted
        if place is None or place >= len(self._offered):
            self._refuse(NOTHING_TYPED)
            return None
        return self._cleaned(self._offered[place]) if self._offered[place] or not self._top else ""

    def _cleaned(self, name: str) -> str | None:
        """A name made fit to keep; when it cannot be kept, the dialog says why."""
        try:
            return clean_tag_name(name)
        except BadTagName as error:
            self._refuse(str(error))
            return None

    def _refuse(self, sentence: str) -> None:
        self.query_one(".refusal", Static).update(Text(displayed(sentence)))


def _line(match: TagMatch, uses: int, width: int, colour: Color, *, ticked: bool) -> Text:
    """A tag as it is offered: ticked or not, its colour, its name with what was met, its uses."""
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
    if tag.description and left > SHORTEST_DESCRIPTION:
        line.append(f"  {fitted(tag.description, left)}", "dim")
    return line
