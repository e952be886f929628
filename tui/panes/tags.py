"""The tags: the codebook as a tree, with what the article has and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.markup import escape
from rich.text import Text
from textual.binding import BindingType
from textual.widgets.option_list import Option

from store.model.article import Article
from store.model.query import Field, Query
from store.model.tag import Tag
from store.tags.tree import Node, ancestors, tree
from tui.keys.keymap import Scope, bindings
from tui.keys.requests import TagRequest
from tui.looks.themes import tag_colour
from tui.panes.options import OptionsPane
from tui.panes.pane import PaneRequest
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

OF_SEVERAL = (TagRequest.MERGE, TagRequest.MOVE, TagRequest.COLOUR, TagRequest.DELETE)
"""Requests that apply to all picked tags."""

SHORTEST = 8
"""Cells below which other names are not begun."""

STEP = 2
"""Cells by which tags stand further in than the one above them."""


class TagsPane(OptionsPane):
    """All tags; those of the article being read are ticked."""

    SCOPE = Scope.TAGS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TAGS)]
    BORDER_TITLE = "Tags"

    class Toggled(PaneRequest):
        """Put a tag on the article, or take it off."""

        def __init__(self, article: Article | None, tag: str) -> None:
            super().__init__()
            self.article = article
            """The open article, if there is one."""
            self.tag = tag
            """The name of the tag."""

    class FilterRequested(PaneRequest):
        """Filter the list of articles by a tag, or stop doing so."""

        def __init__(self, tag: str, sign: str) -> None:
            super().__init__()
            self.tag = tag
            """Its name."""
            self.sign = sign
            """As :meth:`store.model.query.Query.sign_of` has it."""

    class Requested(PaneRequest):
        """Do something with tags, wherever they are used."""

        def __init__(self, request: TagRequest, tags: tuple[str, ...], digit: str = "") -> None:
            super().__init__()
            self.request = request
            self.tags = tags
            """Their names, at least one: the picked tags, or the highlighted one."""
            self.digit = digit
            """The digit to pin the tag to, for :attr:`TagRequest.PIN`."""

    def __init__(self) -> None:
        super().__init__(id="tags", classes="pane")
        self._tags: tuple[Tag, ...] = ()
        self._uses: Mapping[str, int] = {}
        self._tree: list[Node] = []
        """All places of the tree."""
        self._names: list[str] = []
        """Those that are listed, by name."""
        self._article: Article | None = None
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
        self._article = article
        self._tags, self._uses = tuple(tags), uses
        self._tree = tree(self._tags, uses)
        self._picked &= {node.name for node in self._tree}
        self._list()

    def show_uses(self, uses: Mapping[str, int]) -> None:
        """Show how often each tag is used now, if that has changed."""
        if uses != self._uses:
            self._uses = uses
            self._tree = tree(self._tags, uses)
            self._list()

    def show_query(self, query: Query) -> None:
        """Show by which tags the list of articles is filtered."""
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
        is_on = self._article is not None and node.name in self._article.tags
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
        """Ask for the list of articles to be filtered by the highlighted tag, or no longer."""
        name = self._here()
        if name is not None:
            self.post_message(self.FilterRequested(name, sign))

    def action_toggle_tag(self) -> None:
        """Put the highlighted tag on the article, or take it off."""
        name = self._here()
        if name is not None:
            self.post_message(self.Toggled(self._article, name))

    def action_ask(self, request: str) -> None:
        """Post a request about the picked tags, if it can apply to several, or the highlighted one."""
        asked, name = TagRequest(request), self._here()
        if name is not None:
            picked = tuple(sorted(self._picked)) if asked in OF_SEVERAL else ()
            self.post_message(self.Requested(asked, picked or (name,)))

    def action_pin(self, digit: str) -> None:
        """Ask for the highlighted tag to be pinned to a digit, or taken from it."""
        name = self._here()
        if name is not None:
            self.post_message(self.Requested(TagRequest.PIN, (name,), digit))

    def action_drop(self) -> None:
        """Clear the picked tags; with none, ask for all articles to be shown again."""
        if self._picked:
            self._picked.clear()
            self._list()
        else:
            self.post_message(self.FilterRequested("", ""))

    def on_option_list_option_selected(self, event: OptionsPane.OptionSelected) -> None:
        """A click does what the key does."""
        event.stop()
        self.action_toggle_tag()
