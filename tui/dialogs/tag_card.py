"""The card of a tag: its description, its uses, who used it, and examples from the texts."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.language import Lazy, _, lazy
from store.language.amounts import amount
from store.tags.profile import TagCard
from store.wording import counted, listed
from tui.dialogs.base.dialog import PageDialog, set_frame
from tui.keys.keymap import key_name
from tui.late_answers import late_answer
from tui.looks.identities import identity_style
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted, wrapped

KEYS = lazy("{key} in the tags pane edits the description · esc close")

WIDTH, MARGIN = 72, 5
"""The greatest width of the dialog, and that of its frame, padding and scrollbar, in cells."""


class TagCardDialog(PageDialog[None]):
    """Shows the card of a tag. Opens before the uses are read; :meth:`show` adds them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,K", "leave", "Leave"),
    ]

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag
        self._card: TagCard | None = None

    def compose(self) -> ComposeResult:
        """A window that scrolls."""
        with VerticalScroll(classes="dialog") as dialog:
            set_frame(dialog, self._tag, KEYS.format(key=key_name("tags.describe-tag")))
            yield Static(_("Reading its uses…"), markup=False)

    @late_answer
    def show(self, card: TagCard) -> None:
        """Show the card."""
        self._card = card
        self._update()

    def on_resize(self) -> None:
        """Wrap the lines for the new width."""
        if self._card is not None:
            self.call_after_refresh(self._update)

    def _update(self) -> None:
        width = min(WIDTH, self.app.size.width * 96 // 100) - MARGIN
        if self._card is not None:
            self.query_one(Static).update(_page(self._card, width))

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


def _page(card: TagCard, width: int) -> Text:
    page, tag = Text(), card.tag
    description = tag.description or _(
        "No description yet. Press {key} in the tags pane to write one.", key=key_name("tags.describe-tag")
    )
    for line in wrapped(description, width):
        page.append(f"{line}\n", "" if tag.description else "dim")
    page.append("\n")
    page.append(f"{_uses(card)}\n", "bold")
    if tag.same_as:
        page.append("= ").append(f"{fitted(tag.same_as, width - 2)}\n", identity_style(tag.same_as))
    if tag.aliases:
        for line in wrapped(_("Also called {names}", names=listed(tag.aliases)), width):
            page.append(f"{line}\n")
    _add_counts(page, lazy("By {names}"), card.creators, width)
    _add_counts(
        page, lazy("Beside {names}"), {f"#{name}": count for name, count in card.beside.items()}, width
    )
    for use in card.examples:
        page.append("\n")
        for line in wrapped(use.words, width - 2):
            page.append("▌ ", "dim").append(f"{line}\n", "italic")
        if use.annotation and use.annotation.note:
            page.append(f"  {fitted(use.annotation.note, width - 2)}\n")
        page.append(f"  {fitted(use.title, width - 2)}\n", "dim")
    page.rstrip()
    return page


def _uses(card: TagCard) -> str:
    """How often a tag is used and in how many articles, and the digit that it is pinned to."""
    uses, articles = counted(card.uses, "use", "uses"), counted(card.articles, "article", "articles")
    if card.below:
        told = _("{uses} and {below:,} below in {articles}", uses=uses, below=card.below, articles=articles)
    else:
        told = _("{uses} in {articles}", uses=uses, articles=articles)
    return _("{uses}, pinned to {digit}", uses=told, digit=card.tag.key) if card.tag.key else told


def _add_counts(page: Text, what: Lazy, counts: dict[str, int], width: int) -> None:
    if counts:
        names = "  ".join(f"{displayed(name)} {amount(count)}" for name, count in counts.items())
        for line in wrapped(what.format(names=names), width):
            page.append(f"{line}\n", "dim")
