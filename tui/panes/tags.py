"""The tags pane: the codebook as a tree, with the tags of the article and those of the filter."""

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
from tui.keys.action import Scope
from tui.keys.keymap import bindings
from tui.keys.requests import TagRequest
from tui.looks.themes import tag_colour
from tui.panes.options import OptionsPane
from tui.panes.pane import PaneRequest
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

REQUESTS_FOR_PICKED = (TagRequest.MERGE, TagRequest.MOVE, TagRequest.COLOUR, TagRequest.DELETE)
"""Requests that apply to all picked tags."""

MIN_ALIASES_WIDTH = 8
"""The width in cells below which aliases are left out."""

INDENT = 2
"""The width in cells by which tags are indented below their parent."""


class TagsPane(OptionsPane):
    """Lists all tags. Those of the open article are ticked."""

    SCOPE = Scope.TAGS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TAGS)]
    BORDER_TITLE = "Tags"

    class ToggleRequested(PaneRequest):
        """A request to add a tag to the article, or remove it."""

        def __init__(self, article: Article | None, tag: str) -> None:
            super().__init__()
            self.article = article
            """The open article, or None."""
            self.tag = tag
            """The name of the tag."""

    class FilterRequested(PaneRequest):
        """A request to filter the list of articles by a tag, or to show all articles again."""

        def __init__(self, tag: str, sign: str) -> None:
            super().__init__()
            self.tag = tag
            """The name of the tag."""
            self.sign = sign
            """How the tag is added to the query. See :meth:`store.model.query.Query.sign_of`."""

    class Requested(PaneRequest):
        """A request about tags, which applies wherever they are used."""

        def __init__(self, request: TagRequest, tags: tuple[str, ...], digit: str = "") -> None:
            super().__init__()
            self.request = request
            self.tags = tags
            """The names of the picked tags, or of the highlighted one. At least one."""
            self.digit = digit
            """The digit to pin the tag to, for :attr:`TagRequest.PIN`."""

    def __init__(self) -> None:
        super().__init__(id="tags", classes="pane")
        self._tags: tuple[Tag, ...] = ()
        self._uses: Mapping[str, int] = {}
        self._tree: list[Node] = []
        """All nodes of the tree."""
        self._names: list[str] = []
        """The names of the nodes that are listed."""
        self._article: Article | None = None
        self._query = Query()
        self._folded: set[str] = set()
        """The names of the nodes whose children are hidden."""
        self._picked: set[str] = set()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._list()

    @property
    def _width(self) -> int:
        """The width of a line in cells."""
        return self.scrollable_content_region.width - 2

    def show(self, article: Article | None, tags: Iterable[Tag], uses: Mapping[str, int]) -> None:
        """Show the codebook. The tags of ``article`` are ticked."""
        self._article = article
        self._tags, self._uses = tuple(tags), uses
        self._tree = tree(self._tags, uses)
        self._picked &= {node.name for node in self._tree}
        self._list()

    def show_uses(self, uses: Mapping[str, int]) -> None:
        """Update how often each tag is used."""
        if uses != self._uses:
            self._uses = uses
            self._tree = tree(self._tags, uses)
            self._list()

    def show_query(self, query: Query) -> None:
        """Show which tags the list of articles is filtered by."""
        self._query = query
        self._list()

    def _list(self) -> None:
        here, place = self._highlighted_name(), self.highlighted or 0
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
        """The option of a node: its sign in the filter, whether it is picked or ticked, name and counts."""
        tag = node.tag or Tag(name=node.name)
        is_on = self._article is not None and node.name in self._article.tags
        line = Text(no_wrap=True, overflow="ellipsis")
        sign = self._query.sign_of(Field.TAG, node.name)
        line.append(sign or " ", "bold reverse" if sign else "")
        line.append("●" if node.name in self._picked else "✓" if is_on else " ", "bold")
        line.append(" " * INDENT * node.depth)
        fold = "▸" if node.name in self._folded else "▾"
        line.append(f"{fold if node.is_parent else ' '}", "dim")
        line.append("■ " if node.tag else "□ ", tag_colour(tag.colour, self.app.current_theme).hex)
        line.append(displayed(node.label), "bold" if is_on else "" if node.tag else "dim")
        if tag.key:
            line.append(f" [{tag.key}]", "bold")
        counts = [f"{node.own:,}" if node.own else "", f"+{node.below:,}" if node.below else ""]
        line.append("  " + " ".join(filter(None, counts)), "dim")
        left = self._width - line.cell_len
        if tag.aliases and left > MIN_ALIASES_WIDTH:
            line.append("  = " + fitted(", ".join(map(displayed, tag.aliases)), left - 4), "dim")
        return line

    def on_option_list_option_highlighted(self) -> None:
        """Show the description of the highlighted tag in the border."""
        name = self._highlighted_name()
        node = next((node for node in self._tree if node.name == name), None)
        described = node.tag.description if node and node.tag else ""
        width = max(0, self.size.width - 6)
        self.border_subtitle = escape(fitted(" ".join(described.split()), width)) if described else ""

    def _highlighted_name(self) -> str | None:
        """The name of the highlighted tag, or None."""
        if self.highlighted is None or self.highlighted >= len(self._names):
            return None
        return self._names[self.highlighted]

    def _highlight(self, name: str) -> None:
        """Highlight a node, if it is listed."""
        if name in self._names:
            self.highlighted = self._names.index(name)

    def highlight(self, tag: str) -> None:
        """Highlight a tag, and unfold its parents if they hide it."""
        if not self._folded.isdisjoint(ancestors(tag)):
            self._folded.difference_update(ancestors(tag))
            self._list()
        self._highlight(tag)

    # Actions

    def action_fold(self) -> None:
        """Hide the children of the highlighted tag. If it has none, go to its parent."""
        name = self._highlighted_name()
        node = next((node for node in self._tree if node.name == name), None)
        if node is None:
            return
        if node.is_parent and node.name not in self._folded:
            self._folded.add(node.name)
            self._list()
        else:
            self._highlight(node.name.rpartition("/")[0])

    def action_unfold(self) -> None:
        """Show the children of the highlighted tag."""
        name = self._highlighted_name()
        if name in self._folded:
            self._folded.discard(name)
            self._list()

    def action_pick(self) -> None:
        """Pick or unpick the highlighted tag, and move to the next one."""
        name = self._highlighted_name()
        if name is not None:
            self._picked ^= {name}
            self._list()
            self.action_down()

    def action_filter(self, sign: str) -> None:
        """Post a request to add the highlighted tag to the filter of the list of articles, or remove it."""
        name = self._highlighted_name()
        if name is not None:
            self.post_message(self.FilterRequested(name, sign))

    def action_toggle_tag(self) -> None:
        """Post a request to add the highlighted tag to the article, or remove it."""
        name = self._highlighted_name()
        if name is not None:
            self.post_message(self.ToggleRequested(self._article, name))

    def action_ask(self, request: str) -> None:
        """Post a request about the picked tags or, if it cannot apply to several, the highlighted one."""
        tag_request, name = TagRequest(request), self._highlighted_name()
        if name is not None:
            picked = tuple(sorted(self._picked)) if tag_request in REQUESTS_FOR_PICKED else ()
            self.post_message(self.Requested(tag_request, picked or (name,)))

    def action_pin(self, digit: str) -> None:
        """Post a request to pin the highlighted tag to a digit, or to unpin it."""
        name = self._highlighted_name()
        if name is not None:
            self.post_message(self.Requested(TagRequest.PIN, (name,), digit))

    def action_cancel(self) -> None:
        """Drop the count and the picks. Without picks, post a request to show all articles again."""
        super().action_cancel()
        if self._picked:
            self._picked.clear()
            self._list()
        else:
            self.post_message(self.FilterRequested("", ""))

    def on_option_list_option_selected(self, event: OptionsPane.OptionSelected) -> None:
        """Do the same on a click as on the key."""
        event.stop()
        self.action_toggle_tag()
