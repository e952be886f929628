"""The filter: asks which articles the list shows. Finds conditions as the user types, also by pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import UsageError
from store.index.article_index import Facet
from store.language import Language, Lazy, _, current_language, lazy
from store.language.amounts import amount
from store.model.query import Field, Query, State, Thing, parse
from store.model.tag import Tag
from store.tags.fuzzy_finder import TagFinder, TagMatch
from tui.dialogs.base.dialog import FindDialog, set_frame
from tui.dialogs.base.emptied_input import EmptiedInput
from tui.dialogs.tagging import COMMAS, TagInput
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted

KEYS = lazy("enter show · , add · -x not · |x or · bksp remove · esc")

MAX_LISTED = 200
"""The most facets in the list. Typing more narrows it to the others."""

WIDTH = 66
"""The width of a line, in cells."""

MEANINGS: dict[str, tuple[Lazy, str]] = {
    State.UNREAD: (lazy("not read yet"), "未读"),
    State.READING: (lazy("started"), "在读"),
    State.READ: (lazy("read to the end"), "已读"),
    State.STARRED: (lazy("has a star"), "星标"),
    State.UNTAGGED: (lazy("no tag on it or in it"), "无标签"),
    Thing.NOTE: (lazy("a note on it or in it"), "笔记"),
    Thing.MARK: (lazy("an annotation"), "批注"),
    Thing.ORPHAN: (lazy("an annotation without its words"), "失位"),
    Thing.MOVED: (lazy("an annotation on changed words"), "改词"),
}
"""The meaning of each state and thing, and its Chinese name."""


class FilterInput(EmptiedInput, TagInput):
    """An input for terms. Backspace removes the last term when it is empty."""


class FilterDialog(FindDialog[Query | None]):
    """Asks which articles to show. Returns the query, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding(COMMAS, "add", "Add", priority=True),
    ]

    def __init__(self, query: Query) -> None:
        """Create the dialog. ``query`` is the current filter of the list."""
        super().__init__()
        self._query = query
        self._facets: dict[Tag, Facet] = {}
        self._finder = TagFinder(())
        self._listed: list[tuple[Field, str]] = []

    def compose(self) -> ComposeResult:
        """The query, an input, the list of facets and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, _("Show which articles?"), KEYS)
            yield Static(classes="hint")
            yield FilterInput(placeholder=_("A state, tag, source, year or name, or words of the text"))
            yield PagedOptionList()
            yield Static(classes="error")

    def on_mount(self) -> None:
        """Show the list. It is empty until the facets are known."""
        self._list("")

    @late_answer
    def offer(self, facets: Sequence[Facet]) -> None:
        """List the facets of the library, once they are counted."""
        self._facets = {_as_tag(facet): facet for facet in facets}
        self._finder = TagFinder(self._facets, lately=[tag.name for tag in self._facets])
        self._list(self.query_one(Input).value)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """List the facets that match the input."""
        self._list(event.value)

    def _list(self, typed: str) -> None:
        wanted = typed.strip().lstrip("-!|")
        found = self._finder.find(wanted)
        listed = [(facet.field, facet.value) for facet in (self._facets[match.tag] for match in found)]
        lines = [self._line(match) for match in found[:MAX_LISTED]]
        if wanted and ":" not in wanted and "：" not in wanted:
            # Latin letters are probably the pinyin of a facet, and Chinese characters words of the text.
            place = len(lines) if wanted.isascii() else sum(match.tag.name == wanted for match in found)
            listed.insert(place, (Field.WORDS, wanted))
            lines.insert(
                place,
                Text.assemble(
                    f"  {Field.WORDS}  ",
                    (fitted(wanted, WIDTH - 20), "bold"),
                    (f"  {_('in the text')}", "dim"),
                ),
            )
        self._listed = listed[: len(lines)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(line) for line in lines)
        options.highlighted = 0 if lines and wanted else None
        shown = _("Now: {query}", query=self._query) if self._query else _("Now: all articles")
        self.query_one(".hint", Static).update(Text(shown))
        self._show_error("")

    def _line(self, match: TagMatch) -> Text:
        """The line of a facet: its sign in the query, its field, its value and its number of articles."""
        facet = self._facets[match.tag]
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{self._query.sign_of(facet.field, facet.value) or ' '} ", "bold")
        line.append(f"{facet.field:<7}", "dim")
        start = len(line)
        line.append(fitted(facet.value, WIDTH - 24))
        for place in match.places:
            line.stylize("bold underline", start + place, start + place + 1)
        line.append(f"  {amount(facet.articles)}", "dim")
        if facet.value in MEANINGS and facet.field in (Field.IS, Field.HAS):
            meaning, chinese = MEANINGS[facet.value]
            is_english = current_language() is Language.ENGLISH
            line.append(f"  {meaning} · {chinese}" if is_english else f"  {meaning}", "dim")
        return line

    @on(FilterInput.Emptied)
    def remove_last(self) -> None:
        """Remove the last condition of the query."""
        self._query = Query(self._query.terms[:-1])
        self._list("")

    def action_add(self) -> None:
        """Add the highlighted condition to the query, and clear the input for another."""
        if self._add():
            self.query_one(Input).value = ""
            self._list("")

    @on(Input.Submitted)
    def show(self) -> None:
        """Add the highlighted condition to the query, and return it."""
        if self._add():
            self.dismiss(self._query)

    @on(OptionList.OptionSelected)
    def click(self) -> None:
        """Add the condition that was clicked."""
        self.action_add()

    def _add(self) -> bool:
        """Add the typed query or the highlighted condition. If it is not valid, show an error, and False."""
        typed = self.query_one(Input).value.strip()
        place = self.query_one(OptionList).highlighted
        if ":" in typed or "：" in typed:
            try:
                self._query = Query((*self._query.terms, *parse(typed).terms))
            except UsageError as error:
                self._show_error(str(error))
                return False
        elif place is not None and place < len(self._listed):
            field, value = self._listed[place]
            if typed.startswith("|") and not self._can_join(field):
                self._show_error(_("| needs another {field} in the query: type it without |.", field=field))
                return False
            change = {"-": self._query.never, "!": self._query.never, "|": self._query.either}
            self._query = change.get(typed[:1], self._query.also)(field, value)
        return True

    def _can_join(self, field: Field) -> bool:
        """Whether the query has a value of this field, to which another can be joined by or."""
        return not self._query or any(term.field is field and term.wanted for term in self._query.terms)

    def _show_error(self, message: str) -> None:
        self.query_one(".error", Static).update(Text(message))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


def _as_tag(facet: Facet) -> Tag:
    """A facet as a tag, so that the tag finder finds it by its value, its field or its Chinese name."""
    chinese = MEANINGS[facet.value][1] if facet.value in MEANINGS else ""
    names = [f"{facet.field}:{facet.value}", *([chinese] if chinese else [])]
    return Tag(name=facet.value, aliases=tuple(names))
