"""The tags: those of the article, and those of the library with how often each is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.message import Message
from textual.widgets.option_list import Option

from store.article import Article
from store.codebook import Tag
from tui.keymap import Scope, bindings
from tui.panes.options import OptionsPane
from tui.themes import tag_colour
from tui.typesetting import displayed


class TagsPane(OptionsPane):
    """All tags; those of the article being read are ticked."""

    SCOPE = Scope.TAGS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TAGS)]
    BORDER_TITLE = "Tags"

    class Toggled(Message):
        """A tag is to be put on the article, or taken off."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag
            """Its name."""

    class Asked(Message):
        """Something is to be done to a tag, wherever it is used."""

        def __init__(self, deed: str, tag: str) -> None:
            super().__init__()
            self.deed = deed
            """``backlinks``, or one of those that :mod:`tui.coding` knows."""
            self.tag = tag
            """Its name."""

    def __init__(self) -> None:
        super().__init__(id="tags", classes="pane")
        self._names: list[str] = []

    def show(self, article: Article | None, tags: Iterable[Tag], uses: Mapping[str, int]) -> None:
        """Show the codebook, ticking what ``article`` has."""
        here = self._names[self.highlighted] if self.highlighted is not None and self._names else None
        ticked = set(article.tags) if article else set()
        ordered = sorted(tags, key=lambda tag: tag.name)
        self._names = [tag.name for tag in ordered]
        self.clear_options()
        for tag in ordered:
            self.add_option(Option(_line(tag, uses.get(tag.name, 0), ticked=tag.name in ticked)))
        if not ordered:
            self.add_option(
                Option(Text("No tags yet: press t on\nan article or a selection.", "dim"), disabled=True)
            )
        elif here in self._names:
            self.highlighted = self._names.index(here)
        self.border_title = f"Tags {len(ordered)}" if ordered else "Tags"

    def highlight(self, tag: str) -> None:
        """Put the highlight on a tag, if it is shown."""
        if tag in self._names:
            self.highlighted = self._names.index(tag)

    def action_toggle_tag(self) -> None:
        """Put the highlighted tag on the article, or take it off."""
        if self.highlighted is not None and self._names:
            self.post_message(self.Toggled(self._names[self.highlighted]))

    def action_ask(self, deed: str) -> None:
        """Ask for something to be done to the highlighted tag."""
        if self.highlighted is not None and self._names:
            self.post_message(self.Asked(deed, self._names[self.highlighted]))

    def action_pin(self, digit: str) -> None:
        """Ask for the highlighted tag to be pinned to a digit, or taken from it."""
        self.action_ask(f"pin {digit}")

    def on_option_list_option_selected(self, event: OptionsPane.OptionSelected) -> None:
        """A click does what the key does."""
        event.stop()
        self.action_toggle_tag()


def _line(tag: Tag, uses: int, *, ticked: bool) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append("✓ " if ticked else "  ", "bold")
    line.append("■ ", tag_colour(tag.colour).hex)
    above, slash, name = tag.name.rpartition("/")
    line.append(above + slash, "dim")
    line.append(name, "bold" if ticked else "")
    line.append(f"  {uses or ''}", "dim")
    if tag.key:
        line.append(f"  [{tag.key}]", "bold")
    if tag.aliases:
        line.append(f"  = {', '.join(map(displayed, tag.aliases))}", "dim")
    return line
