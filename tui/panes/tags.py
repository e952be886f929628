"""The tags pane: the codebook as a tree, with the tags of the article and those of the filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.markup import escape
from rich.text import Text
from textual.binding import BindingType
from textual.widgets.option_list import Option

from store.language import Lazy, _, lazy
from store.language.amounts import amount
from store.model.article import Article
from store.model.tag import Tag
from store.query.tree import Field, Query
from store.tags.sorting import HandOrder, moved
from store.tags.tree import Node, ancestors, tree
from tui.keys.action import Scope
from tui.keys.keymap import bindings
from tui.keys.requests import TagRequest
from tui.looks.themes import tag_colour
from tui.panes.finding import FindRequested
from tui.panes.options import OptionsPane
from tui.panes.pane import PaneNotice, PaneRequest
from tui.panes.tag_paths import followed
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

REQUESTS_FOR_PICKED = (TagRequest.MERGE, TagRequest.MOVE, TagRequest.COLOUR, TagRequest.DELETE)
"""Requests that apply to all picked tags."""

MIN_ALIASES_WIDTH = 8
"""The width in cells below which aliases are left out."""

INDENT = 2
"""The width in cells by which tags are indented below their parent."""


NO_SEARCH = lazy("No search yet: / finds a tag by its characters, pinyin or initials")
NOT_FOUND = lazy("No tag matches “{query}”")


class TagsPane(OptionsPane):
    """Lists all tags. Those of the open article are ticked."""

    SCOPE = Scope.TAGS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TAGS)]
    FIND_HINT: ClassVar[Lazy] = lazy("characters, pinyin or initials of a tag · ↑ last query")

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
            """How the tag is added to the query. See :meth:`store.query.tree.Query.sign_of`."""

    class ArrangeRequested(PaneRequest):
        """A request to set the order of the tags below a parent by hand."""

        def __init__(self, parent: str, labels: Sequence[str]) -> None:
            super().__init__()
            self.parent = parent
            """The path of the parent, empty for the top."""
            self.labels = labels
            """The last parts of the paths of all tags below it, in the new order."""

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
        self._tags: Mapping[int, Tag] = {}
        """All tags, by the ID of their document, which stays the same when they are renamed."""
        self._hand_order: HandOrder = {}
        self._is_by_hand: bool | None = None
        """Whether tags are in the order made by hand. None if nobody has chosen: then if there is one."""
        self._query_typed = ""
        """What was typed to find tags."""
        self._found: list[str] = []
        """The names of the tags that it finds, the best first."""
        self._origin: str | None = None
        """The tag that was highlighted when the user began to type."""
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

    def show(
        self,
        article: Article | None,
        tags: Mapping[int, Tag],
        uses: Mapping[str, int],
        hand_order: HandOrder | None = None,
    ) -> None:
        """Show the codebook. The tags of ``article`` are ticked.

        The highlight, the picks and what is folded follow tags that were renamed or moved.

        :param tags: the tags by the ID of their document.
        :param hand_order: the order made by hand, if there is one.
        """
        self._article = article
        here = self._highlighted_name()
        names = {node.name for node in self._tree}
        before, self._tags, self._uses, self._hand_order = self._tags, tags, uses, hand_order or {}
        self._arrange()
        if names != {node.name for node in self._tree}:
            where = followed(names, before, tags)
            here = where.get(here or "", here)
            self._picked = {where.get(name, name) for name in self._picked}
            self._folded = {where.get(name, name) for name in self._folded}
        self._picked &= {node.name for node in self._tree}
        if here is not None:
            self._folded.difference_update(ancestors(here))
        self._list(here)

    def show_uses(self, uses: Mapping[str, int]) -> None:
        """Update how often each tag is used."""
        if uses != self._uses:
            self._uses = uses
            self._arrange()
            self._list()

    @property
    def _shows_hand_order(self) -> bool:
        return bool(self._hand_order) if self._is_by_hand is None else self._is_by_hand

    def _arrange(self) -> None:
        """Make the tree, in the order that is chosen."""
        order = self._hand_order if self._shows_hand_order else {}
        self._tree = tree(self._tags.values(), self._uses, order)

    def show_query(self, query: Query) -> None:
        """Show which tags the list of articles is filtered by."""
        self._query = query
        self._list()

    def _list(self, highlighted: str | None = None) -> None:
        """List the tree.

        :param highlighted: the name of the tag to highlight. By default that of the present one.
        """
        here, place = highlighted or self._highlighted_name(), self.highlighted or 0
        listed = [node for node in self._tree if self._folded.isdisjoint(ancestors(node.name))]
        self._names = [node.name for node in listed]
        self.clear_options()
        self.add_options([Option(self._line(node)) for node in listed])
        if not listed:
            hint = _("No tags yet: press t on\nan article or a selection.")
            self.add_option(Option(Text(hint, "dim"), disabled=True))
        elif here in self._names:
            self.highlighted = self._names.index(here)
        elif self.is_in_use:
            self.highlight_near(place)
        count = sum(node.tag is not None for node in self._tree)
        facts = [f"{self.SCOPE.label} {amount(count)}" if count else self.SCOPE.label]
        if count and self._shows_hand_order and self._hand_order:
            facts.append(_("by hand"))
        if count and self._picked:
            facts.append(_("{count:,} picked", count=len(self._picked)))
        self.border_title = _(", ").join(facts)

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
        underline = " underline" if self._query_typed and node.name in self._found else ""
        line.append(displayed(node.label), ("bold" if is_on else "" if node.tag else "dim") + underline)
        if tag.key:
            line.append(f" [{tag.key}]", "bold")
        counts = [amount(node.own) if node.own else "", f"+{amount(node.below)}" if node.below else ""]
        line.append("  " + " ".join(filter(None, counts)), "dim")
        left = self._width - line.cell_len
        if tag.aliases and left > MIN_ALIASES_WIDTH:
            line.append("  = " + fitted(", ".join(map(displayed, tag.aliases)), left - 4), "dim")
        return line

    def on_option_list_option_highlighted(self) -> None:
        """Show what was found, or the description of the highlighted tag, in the border."""
        if self._query_typed:
            self.border_subtitle = escape(displayed(f"/{self._query_typed} {self.find_status}"))
            return
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
        """Drop the count, and the picks or the search. Else post a request to show all articles again."""
        super().action_cancel()
        if self._picked:
            self._picked.clear()
            self._list()
        elif self._query_typed:
            self._clear_find()
        else:
            self.post_message(self.FilterRequested("", ""))

    def on_option_list_option_selected(self, event: OptionsPane.OptionSelected) -> None:
        """Do the same on a click as on the key."""
        event.stop()
        self.action_toggle_tag()

    # Order

    def action_sort(self) -> None:
        """Show tags by pinyin, or in the order made by hand."""
        self.take_count()
        if not self._hand_order and not self._shows_hand_order:
            self.post_message(PaneNotice(_("Tags are by pinyin: ctrl+↑ and ctrl+↓ arrange them by hand")))
            return
        self._is_by_hand = not self._shows_hand_order
        self._arrange()
        self._list()
        by_hand, by_pinyin = (
            _("Tags are in the order made by hand: o switches"),
            _("Tags are by pinyin: o switches"),
        )
        self.post_message(PaneNotice(by_hand if self._is_by_hand else by_pinyin))

    def action_shift(self, step: int) -> None:
        """Post a request to move the highlighted tag among its siblings."""
        name = self._highlighted_name()
        steps = step * (self.take_count() or 1)
        if name is None:
            return
        parent, _slash, label = name.rpartition("/")
        siblings = [node.label for node in self._tree if node.name.rpartition("/")[0] == parent]
        labels = moved(siblings, label, steps)
        if labels == siblings:
            if step < 0:
                notice = _("{tag} is the first tag here: P moves it under another one", tag=label)
            else:
                notice = _("{tag} is the last tag here: P moves it under another one", tag=label)
            self.post_message(PaneNotice(notice))
            return
        self._is_by_hand = True
        self.post_message(self.ArrangeRequested(parent, labels))

    # Finding

    @property
    def find_status(self) -> str:
        """The number of the current match and of all, the best first: ``1/3``. Empty without a search."""
        if not self._query_typed:
            return ""
        if not self._found:
            return _("not found")
        here = self._highlighted_name()
        place = self._found.index(here) + 1 if here in self._found else 0
        return f"{place}/{len(self._found)}"

    def action_find(self) -> None:
        """Open the find bar."""
        self.take_count()
        self._origin = self._highlighted_name()
        self.post_message(FindRequested(self))

    async def find_live(self, query: str) -> bool:
        """Find what was typed so far, and highlight the best match."""
        if not query.strip():
            self._clear_find()
            self._go_to(self._origin)
            return True
        self._query_typed = query
        from store.tags.fuzzy_finder import TagFinder

        nodes = [node.tag or Tag(name=node.name) for node in self._tree]
        self._found = [match.tag.name for match in TagFinder(nodes, uses=self._uses).find(query)]
        self._list()
        self._go_to(self._found[0] if self._found else self._origin)
        return True

    def _go_to(self, name: str | None) -> None:
        """Highlight a tag, if there is one with this name, and show what is found."""
        if name is not None:
            self.highlight(name)
        self.on_option_list_option_highlighted()

    async def finish_finding(self, query: str) -> None:
        """Stay at the match, and report if there is none."""
        if query != self._query_typed:
            await self.find_live(query)
        if not self._found:
            self._clear_find()
            self.post_message(PaneNotice(NOT_FOUND.format(query=query)))

    def cancel_finding(self) -> None:
        """Clear the search, and highlight the tag where typing began."""
        self._clear_find()
        self._go_to(self._origin)

    def _clear_find(self) -> None:
        self._query_typed, self._found = "", []
        self._list()
        self.on_option_list_option_highlighted()

    def action_find_next(self) -> None:
        """Highlight the next match. After the last comes the best."""
        self._go_by_matches(1)

    def action_find_previous(self) -> None:
        """Highlight the previous match. Before the best comes the last."""
        self._go_by_matches(-1)

    def _go_by_matches(self, step: int) -> None:
        steps = step * (self.take_count() or 1)
        if not self._query_typed:
            self.post_message(PaneNotice(str(NO_SEARCH)))
        elif not self._found:
            self.post_message(PaneNotice(NOT_FOUND.format(query=self._query_typed)))
        else:
            here = self._highlighted_name()
            place = self._found.index(here) if here in self._found else -1 if step > 0 else 0
            self._go_to(self._found[(place + steps) % len(self._found)])
