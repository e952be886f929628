"""The tagging dialog: type to filter, take one tag or several, or make a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.codebook import Tag, clean_tag_name
from store.errors import BadTagName
from tui.dialogs.dialog import Dialog, entitle
from tui.themes import tag_colour
from tui.typesetting.fitting import fitted

SHORTEST_DESCRIPTION = 8
"""Cells below which a description is not begun."""

UNKNOWN_WIDTH = 60
"""Cells a line is given before the dialog has been laid out."""

KEYS = "enter take · tab tick several · esc leave"


class TaggingDialog(Dialog[tuple[str, ...] | None]):
    """Asks for tags; gives all that are chosen, those chosen before included, or None when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", priority=True),
        Binding("tab", "tick", "Tick", priority=True),
    ]

    def __init__(
        self, subject: str, tags: Iterable[Tag], uses: Mapping[str, int], chosen: Iterable[str] = ()
    ) -> None:
        """Ask for tags.

        :param subject: what is to be tagged, for the title.
        :param chosen: the tags it has already: they are ticked.
        """
        super().__init__()
        self._subject = subject
        self._tags = sorted(tags, key=lambda tag: (-uses.get(tag.name, 0), tag.name))
        self._uses = uses
        self._chosen = list(chosen)
        self._ticked_by: str | None = None
        """What was typed when a tag was ticked last; None when none has been."""
        self._offered: list[str] = []
        self._offered_for = ""

    def compose(self) -> ComposeResult:
        """A line to type in, and the tags below it."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield Input(placeholder="Type to find a tag, or to make a new one")
            yield OptionList()
            yield Static(classes="refusal")

    def on_mount(self) -> None:
        """Offer all tags."""
        self.query_one(OptionList).can_focus = False
        self._offer("")

    def on_resize(self) -> None:
        """Fit the descriptions to the width."""
        self.call_after_refresh(self._offer_again)

    def _offer_again(self) -> None:
        self._offer(self.query_one(Input).value)

    @on(Input.Changed)
    def filter(self, event: Input.Changed) -> None:
        """Offer the tags that what is typed occurs in."""
        self._offer(event.value)

    def _offer(self, typed: str) -> None:
        self._offered_for = typed
        wanted = typed.strip().removeprefix("#").casefold()
        fitting = [tag for tag in self._tags if _fits(tag, wanted)]
        exact = any(tag.name.casefold() == wanted for tag in fitting)
        self._offered = [tag.name for tag in fitting]
        options = self.query_one(OptionList)
        width = (options.scrollable_content_region.width or UNKNOWN_WIDTH) - 2
        lines = [
            _line(tag, self._uses.get(tag.name, 0), width, ticked=tag.name in self._chosen) for tag in fitting
        ]
        if wanted and not exact:
            self._offered.append(typed)
            lines.append(Text.assemble("+ new tag ", (fitted(typed.strip(), width - 12), "bold")))
        options.clear_options()
        options.add_options([Option(line) for line in lines])
        options.highlighted = 0 if lines else None
        self.query_one(".refusal", Static).update("")

    def action_move(self, step: int) -> None:
        """Highlight the next tag offered, or the one before."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + step) % options.option_count

    def action_tick(self) -> None:
        """Choose the highlighted tag, or no longer, and go on; what was typed stays, to tick others by."""
        name = self._highlighted()
        if name is None:
            return
        self._toggle(name)
        options, field = self.query_one(OptionList), self.query_one(Input)
        place = options.highlighted
        if all(tag.name != name for tag in self._tags):
            self._tags.insert(0, Tag(name=name))
            field.value = ""
        else:
            self._offer(field.value)
            options.highlighted = place
        self._ticked_by = field.value

    @on(Input.Submitted)
    def take(self) -> None:
        """Take what was ticked and, when nothing was or more was typed since, the highlighted tag."""
        typed = self.query_one(Input).value
        if self._ticked_by is None or (typed.strip() and typed != self._ticked_by):
            name = self._highlighted()
            if name is None:
                return
            self._toggle(name)
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
        if place is None:
            return None
        try:
            return clean_tag_name(self._offered[place])
        except BadTagName as error:
            self.query_one(".refusal", Static).update(Text(str(error)))
            return None


def _fits(tag: Tag, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (tag.name, *tag.aliases))


def _line(tag: Tag, uses: int, width: int, *, ticked: bool) -> Text:
    line = Text()
    line.append("✓ " if ticked else "  ", "bold")
    line.append("■ ", tag_colour(tag.colour).hex)
    line.append(fitted(tag.name, width - 10))
    line.append(f"  {uses or ''}", "dim")
    left = width - line.cell_len - 2
    if tag.description and left > SHORTEST_DESCRIPTION:
        line.append(f"  {fitted(tag.description, left)}", "dim")
    return line
