"""The facets: values of fields with the number of articles that have them, by which a query is narrowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.language import Lazy, lazy
from store.query.tree import Field, Query
from tui.paged_option_list import MOTIONS, PagedOptionList
from tui.search.facets.facet_conditions import Facet, sign_of
from tui.search.facets.facet_counting import MONTH, YEAR, FacetCounts
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells

MOST = 8
"""The values of a field that are listed, the most frequent ones."""

WIDTH = 22
"""The width of a line in cells."""

HEADS: Mapping[Facet, Lazy] = {
    Field.SOURCE: lazy("Source"),
    Field.DATE: lazy("Year"),
    Field.COLUMN: lazy("Column"),
    Field.AUTHOR: lazy("Author"),
    Field.TAG: lazy("Tag"),
}

SIGNS = {"": "○", "&": "●", "|": "●", "!": "−"}
"""What stands before a value, by its role in the query: see :meth:`store.query.tree.Query.sign_of`."""

MONTH_HEAD = lazy("Month")


class FacetList(PagedOptionList):
    """Lists facets. The chosen ones are those that the query names."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOTIONS,
        Binding("space", "select", show=False),
    ]

    class Toggled(Message):
        """The user chooses a value, or no longer."""

        def __init__(self, facet: Facet, value: str) -> None:
            super().__init__()
            self.facet = facet
            self.value = value

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[tuple[Facet, str] | None] = []
        self._chosen: set[tuple[Facet, str]] = set()
        """Those that the query names."""

    def show(self, counts: FacetCounts, query: Query) -> None:
        """List the values of fields with their numbers of articles, the chosen ones first.

        What is highlighted stays so, also in another place.
        """
        here = self.highlighted
        stays = self._listed[here] if here is not None and here < len(self._listed) else None
        options: list[Option] = []
        self._listed, self._chosen = [], set()
        for head, facet, values in _groups(counts, query):
            if options:
                options.append(Option(Text(""), disabled=True))
                self._listed.append(None)
            options.append(Option(Text(str(head), "bold"), disabled=True))
            self._listed.append(None)
            ordered = sorted(
                values.items(), key=lambda pair: (not sign_of(query, facet, pair[0]), -pair[1], pair[0])
            )
            most = max(MOST, sum(bool(sign_of(query, facet, value)) for value in values))
            for value, count in ordered[:most]:
                sign = sign_of(query, facet, value)
                options.append(Option(_line(value, count, SIGNS[sign])))
                self._listed.append((facet, value))
                if sign:
                    self._chosen.add((facet, value))
        self.clear_options()
        self.add_options(options)
        if stays is not None and stays in self._listed:
            self.highlighted = self._listed.index(stays)
        elif here is not None and here < len(options):
            self.highlighted = here
        elif self.has_focus:
            self.on_focus()

    def on_focus(self) -> None:
        """Highlight a value that is not chosen: enter would take a choice back."""
        here = None if self.highlighted is None else self._listed[self.highlighted]
        if here is None or here in self._chosen:
            free = (
                at for at, each in enumerate(self._listed) if each is not None and each not in self._chosen
            )
            self.highlighted = next(free, self.highlighted)
        if self.highlighted is None:
            self.action_first()
        self.call_after_refresh(self._show_from_the_top)

    def _show_from_the_top(self) -> None:
        """Show the first lines, unless the highlighted one is farther down."""
        self.scroll_home(animate=False, immediate=True)
        self.scroll_to_highlight()

    @on(OptionList.OptionSelected)
    def toggle(self, event: OptionList.OptionSelected) -> None:
        """Choose a value, or no longer."""
        event.stop()
        facet = self._listed[event.option_index]
        if facet is not None:
            self.post_message(self.Toggled(*facet))


def _groups(counts: FacetCounts, query: Query) -> Iterator[tuple[Lazy | Facet, Facet, Mapping[str, int]]]:
    """Yield the groups of values, each with its head. Months are shown once one year is left or chosen."""
    for facet, values in counts.items():
        if facet is Field.DATE:
            yield from _groups_of_dates(values, query)
        elif values:
            yield HEADS.get(facet, facet), facet, values


def _groups_of_dates(
    values: Mapping[str, int], query: Query
) -> Iterator[tuple[Lazy | Facet, Facet, Mapping[str, int]]]:
    years = {value: count for value, count in values.items() if len(value) == YEAR}
    months = {value: count for value, count in values.items() if len(value) == MONTH}
    if years:
        yield HEADS[Field.DATE], Field.DATE, years
    chosen = {value[:YEAR] for value in values if query.sign_of(Field.DATE, value) in ("&", "|")}
    shown = chosen or years.keys()
    if len(shown) == 1 and months:
        (year,) = shown
        found = {each: count for each, count in months.items() if each[:YEAR] == year}
        yield MONTH_HEAD, Field.DATE, found


def _line(value: str, count: int, sign: str) -> Text:
    number = f"{count:,}"
    shown = fitted(value, WIDTH - 3 - len(number))
    line = Text(no_wrap=True)
    line.append(f"{sign} ", "bold")
    line.append(shown)
    line.append(" " * (WIDTH - 2 - cells(shown) - len(number)) + number, "dim")
    return line
