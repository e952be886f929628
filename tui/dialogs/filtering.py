"""The filter: which articles the list is to show, found as one types, by pinyin too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import UsageError
from store.index.article_index import Facet
from store.model.query import Field, Query, State, Thing, parse
from store.model.tag import Tag
from store.tags.fuzzy_finder import TagFinder, TagMatch
from tui.dialogs.base.dialog import FindDialog, entitle
from tui.dialogs.tagging import COMMAS, TagLine
from tui.typesetting.fitting import fitted

KEYS = "enter show · , one more · -x not · |x or · bksp drop"

OFFERED = 200
"""Facets that are listed; who types on finds the others."""

WIDTH = 66
"""Cells of a line."""

MEANINGS: dict[str, tuple[str, str]] = {
    State.UNREAD: ("not read yet", "未读"),
    State.READING: ("begun", "在读"),
    State.READ: ("read to the end", "已读"),
    State.STARRED: ("with a star", "星标"),
    State.UNTAGGED: ("no tag, nor an annotation with one", "无标签"),
    Thing.NOTE: ("a note, on it or in it", "笔记"),
    Thing.MARK: ("an annotation", "批注"),
    Thing.ORPHAN: ("an annotation whose words are gone", "失位"),
}
"""Of states and things: what each means, and how it is called in Chinese."""


class FilterLine(TagLine):
    """A line to type on, in which backspace means more when nothing is typed."""

    class Emptied(Message):
        """Backspace was pressed with nothing left to delete."""

    def action_delete_left(self) -> None:
        """Delete the character before the cursor, or say that there is none."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Emptied())


class FilterDialog(FindDialog[Query | None]):
    """Asks which articles to show; gives the query, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding(COMMAS, "take_one", "One more", priority=True),
    ]

    def __init__(self, query: Query) -> None:
        """Ask; ``query`` is what the list shows now."""
        super().__init__()
        self._query = query
        self._facets: dict[Tag, Facet] = {}
        self._finder = TagFinder(())
        self._offered: list[tuple[Field, str]] = []

    def compose(self) -> ComposeResult:
        """What is shown now, a line to type on, and by what the list can be narrowed."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, "Show which articles?", KEYS)
            yield Static(classes="explained")
            yield FilterLine(placeholder="A state, tag, source, year, name; or words of the text")
            yield OptionList()
            yield Static(classes="refusal")

    def on_mount(self) -> None:
        """The list follows the line."""
        self._offer("")

    def offer(self, facets: Sequence[Facet]) -> None:
        """Offer what the library can be narrowed by, once it was counted."""
        self._facets = {_as_tag(facet): facet for facet in facets}
        self._finder = TagFinder(self._facets, lately=[tag.name for tag in self._facets])
        if self.is_mounted:
            self._offer(self.query_one(Input).value)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """Offer what fits."""
        self._offer(event.value)

    def _offer(self, typed: str) -> None:
        wanted = typed.strip().lstrip("-!|")
        found = self._finder.find(wanted)
        listed = [(facet.field, facet.value) for facet in (self._facets[match.tag] for match in found)]
        lines = [self._line(match) for match in found[:OFFERED]]
        if wanted and ":" not in wanted and "：" not in wanted:
            # Letters are rather the pinyin of a facet, characters rather words of the text.
            place = len(lines) if wanted.isascii() else sum(match.tag.name == wanted for match in found)
            listed.insert(place, (Field.WORDS, wanted))
            lines.insert(
                place,
                Text.assemble("  words  ", (fitted(wanted, WIDTH - 20), "bold"), ("  in the text", "dim")),
            )
        self._offered = listed[: len(lines)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(line) for line in lines)
        options.highlighted = 0 if lines and wanted else None
        shown = f"Now: {self._query}" if self._query else "Now: all articles"
        self.query_one(".explained", Static).update(Text(shown))
        self._refuse("")

    def _line(self, match: TagMatch) -> Text:
        """A facet as it is listed: how it stands in the query, its field, itself, in how many articles."""
        facet = self._facets[match.tag]
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{self._query.sign_of(facet.field, facet.value) or ' '} ", "bold")
        line.append(f"{facet.field:<7}", "dim")
        start = len(line)
        line.append(fitted(facet.value, WIDTH - 24))
        for place in match.places:
            line.stylize("bold underline", start + place, start + place + 1)
        line.append(f"  {facet.articles:,}", "dim")
        if facet.value in MEANINGS and facet.field in (Field.IS, Field.HAS):
            line.append(f"  {' · '.join(MEANINGS[facet.value])}", "dim")
        return line

    @on(FilterLine.Emptied)
    def drop_last(self) -> None:
        """Drop the last condition."""
        self._query = Query(self._query.terms[:-1])
        self._offer("")

    def action_take_one(self) -> None:
        """Add what is highlighted to the query, and go on."""
        if self._take():
            self.query_one(Input).value = ""
            self._offer("")

    @on(Input.Submitted)
    def show(self) -> None:
        """Show the articles, with what is highlighted in the query as well."""
        if self._take():
            self.dismiss(self._query)

    @on(OptionList.OptionSelected)
    def click(self) -> None:
        """A click adds what was clicked."""
        self.action_take_one()

    def _take(self) -> bool:
        """Take what was typed or is highlighted into the query; whether that went well."""
        typed = self.query_one(Input).value.strip()
        place = self.query_one(OptionList).highlighted
        if ":" in typed or "：" in typed:
            try:
                self._query = Query((*self._query.terms, *parse(typed).terms))
            except UsageError as error:
                self._refuse(str(error))
                return False
        elif place is not None and place < len(self._offered):
            field, value = self._offered[place]
            if typed.startswith("|") and not self._can_join(field):
                self._refuse(f"| joins values of one kind, and no {field} is there yet: leave it out.")
                return False
            change = {"-": self._query.never, "!": self._query.never, "|": self._query.either}
            self._query = change.get(typed[:1], self._query.also)(field, value)
        return True

    def _can_join(self, field: Field) -> bool:
        """Whether a value of a field can stand in the filter as another that will do."""
        return not self._query or any(term.field is field and term.wanted for term in self._query.terms)

    def _refuse(self, why: str) -> None:
        self.query_one(".refusal", Static).update(Text(why))

    def action_leave(self) -> None:
        """Leave the list as it is."""
        self.dismiss(None)


def _as_tag(facet: Facet) -> Tag:
    """A facet as the finder of tags knows it: found by its value, its field, its name in Chinese."""
    _, chinese = MEANINGS.get(facet.value, ("", ""))
    names = [f"{facet.field}:{facet.value}", *([chinese] if chinese else [])]
    return Tag(name=facet.value, aliases=tuple(names))
