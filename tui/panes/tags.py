"""The tags: the codebook as a tree, with what the article has and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.markup import escape
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message
from textual.widgets.option_list import Option

from store.model.article import Article
from store.model.query import Field, Query
from store.model.tag import Tag
from store.tags.tree import Node, ancestors, tree
from tui.keys.keymap import Scope, bindings
from tui.looks.themes import tag_colour
from tui.panes.options import OptionsPane
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

OF_SEVERAL = ("merge", "move", "colour", "delete")
"""Deeds that are done to all tags that are picked."""

SHORTEST = 8
"""Cells below which other names are not begun."""

STEP = 2
"""Cells by which tags stand further in than the one above them."""


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

    class Narrowed(Message):
        """The list of articles is to be narrowed by a tag, or no longer."""

        def __init__(self, tag: str, sign: str) -> None:
            super().__init__()
            self.tag = tag
            """Its name."""
            self.sign = sign
            """As :meth:`store.model.query.Query.sign_of` has it."""

    class Asked(Message):
        """Something is to be done to tags, wherever they are used."""

        def __init__(self, deed: str, tags: tuple[str, ...]) -> None:
            super().__init__()
            self.deed = deed
            """``backlinks``, or one of those that :mod:`tui.controllers.codebook` knows."""
            self.tags = tags
            """Their names: those that were picked, or the one that is highlighted."""

    def __init__(self) -> None:
        super().__init__(id="tags", classes="pane")
        self._tree: list[Node] = []
        """All places of the tree."""
        self._names: list[str] = []
        """Those that are listed, by name."""
        self._on_article: frozenset[str] = frozenset()
        self._query = Query()
        self._folded: set[str] = set()
        """Places whose tags below are not listed."""
        self._picked: set[str] = set()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._list()

    @property
    def _width(self) -> int:
        """Cells of a line."""
        return self.scrollable_content_region.width - 2

    def show(self, article: Article | None, tags: Iterable[Tag], uses: Mapping[str, int]) -> None:
        """Show the codebook, ticking what ``article`` has."""
        self._on_article = frozenset(article.tags if article else ())
        self._tree = tree(tags, uses)
        self._picked &= {node.name for node in self._tree}
        self._list()

    def mark(self, query: Query) -> None:
        """Show by which tags the list of articles is narrowed."""
        self._query = query
        self._list()

    def _list(self) -> None:
        here, place = self._here(), self.highlighted or 0
        listed = [node for node in self._tree if self._folded.isdisjoint(ancestors(node.name))]
        self._names = [node.name for node in listed]
        self.clear_options()
        self.add_options([Option(self._line(node)) for node in listed])
        if not listed:
            hint = "No tags yet: press t on\nan article or a selection."
            self.add_option(Option(Text(hint, "dim"), disabled=True))
        elif here in self._names:
            self.highlighted = self._names.index(here)
        elif self.is_in_use:
            self.highlight_near(place)
        count = sum(node.tag is not None for node in self._tree)
        picked = f", {len(self._picked)} picked" if self._picked else ""
        self.border_title = f"Tags {count:,}{picked}" if count else "Tags"

    def _line(self, node: Node) -> Text:
        """A place as it is listed: its sign in the filter, whether picked or on the article, its counts."""
        tag = node.tag or Tag(name=node.name)
        is_on = node.name in self._on_article
        line = Text(no_wrap=True, overflow="ellipsis")
        sign = self._query.sign_of(Field.TAG, node.name)
        line.append(sign or " ", "bold reverse" if sign else "")
        line.append("●" if node.name in self._picked else "✓" if is_on else " ", "bold")
        line.append(" " * STEP * node.depth)
        fold = "▸" if node.name in self._folded else "▾"
        line.append(f"{fold if node.is_parent else ' '}", "dim")
        line.append("■ " if node.tag else "□ ", tag_colour(tag.colour, self.app.current_theme).hex)
        line.append(displayed(node.label), "bold" if is_on else "" if node.tag else "dim")
        if tag.key:
            line.append(f" [{tag.key}]", "bold")
        counts = [f"{node.own:,}" if node.own else "", f"+{node.below:,}" if node.below else ""]
        line.append("  " + " ".join(filter(None, counts)), "dim")
        left = self._width - line.cell_len
        if tag.aliases and left > SHORTEST:
            line.append("  = " + fitted(", ".join(map(displayed, tag.aliases)), left - 4), "dim")
        return line

    def on_option_list_option_highlighted(self) -> None:
        """Show in the frame what belongs to the highlighted tag."""
        name = self._here()
        node = next((node for node in self._tree if node.name == name), None)
        described = node.tag.description if node and node.tag else ""
        width = max(0, self.size.width - 6)
        self.border_subtitle = escape(fitted(" ".join(described.split()), width)) if described else ""

    def _here(self) -> str | None:
        """The highlighted tag."""
        if self.highlighted is None or self.highlighted >= len(self._names):
            return None
        return self._names[self.highlighted]

    def _pick_out(self, name: str) -> None:
        """Highlight a place, if it is listed."""
        if name in self._names:
            self.highlighted = self._names.index(name)

    def highlight(self, tag: str) -> None:
        """Put the highlight on a tag, showing it if it is hidden below another."""
        if not self._folded.isdisjoint(ancestors(tag)):
            self._folded.difference_update(ancestors(tag))
            self._list()
        self._pick_out(tag)

    # Actions

    def action_fold(self) -> None:
        """Hide the tags below the highlighted one; where there are none, go to the one above."""
        name = self._here()
        node = next((node for node in self._tree if node.name == name), None)
        if node is None:
            return
        if node.is_parent and node.name not in self._folded:
            self._folded.add(node.name)
            self._list()
        else:
            self._pick_out(node.name.rpartition("/")[0])

    def action_unfold(self) -> None:
        """Show the tags below the highlighted one."""
        name = self._here()
        if name in self._folded:
            self._folded.discard(name)
            self._list()

    def action_pick(self) -> None:
        """Pick the highlighted tag, or no longer, and go on to the next."""
        name = self._here()
        if name is not None:
            self._picked ^= {name}
            self._list()
            self.action_down()

    def action_narrow(self, sign: str) -> None:
        """Ask for the list of articles to be narrowed by the highlighted tag, or no longer."""
        name = self._here()
        if name is not None:
            self.post_message(self.Narrowed(name, sign))

    def action_toggle_tag(self) -> None:
        """Put the highlighted tag on the article, or take it off."""
        name = self._here()
        if name is not None:
            self.post_message(self.Toggled(name))

    def action_ask(self, deed: str) -> None:
        """Ask for something to be done to the tags picked, if it can be, or to the highlighted one."""
        name = self._here()
        if name is not None:
            picked = tuple(sorted(self._picked)) if deed in OF_SEVERAL else ()
            self.post_message(self.Asked(deed, picked or (name,)))

    def action_pin(self, digit: str) -> None:
        """Ask for the highlighted tag to be pinned to a digit, or taken from it."""
        name = self._here()
        if name is not None:
            self.post_message(self.Asked(f"pin {digit}", (name,)))

    def action_drop(self) -> None:
        """Pick no tag any more; with none picked, ask for all articles to be shown again."""
        if self._picked:
            self._picked.clear()
            self._list()
        else:
            self.post_message(self.Narrowed("", ""))

    def on_option_list_option_selected(self, event: OptionsPane.OptionSelected) -> None:
        """A click does what the key does."""
        event.stop()
        self.action_toggle_tag()
