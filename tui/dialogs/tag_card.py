"""The card of a tag: what belongs to it, where it is used, by whom, and examples from the texts."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.tags.profile import TagCard
from tui.dialogs.base.dialog import PageDialog, entitle
from tui.looks.wording import number_of
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted, wrapped

KEYS = "c in the tags pane describes it · esc leave"

WIDTH, AROUND = 72, 5
"""Cells of the dialog where there is room, and of its frame, its padding and its scroll bar."""


class TagCardDialog(PageDialog[None]):
    """Shows a tag's card as soon as its uses have been read."""

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
            entitle(dialog, self._tag, KEYS)
            yield Static("Reading where it is used…", markup=False)

    def show(self, card: TagCard) -> None:
        """Show what was found."""
        self._card = card
        if self.is_mounted:
            self._set()

    def on_resize(self) -> None:
        """Set the words for the width there is."""
        if self._card is not None:
            self.call_after_refresh(self._set)

    def _set(self) -> None:
        width = min(WIDTH, self.app.size.width * 96 // 100) - AROUND
        if self._card is not None:
            self.query_one(Static).update(_page(self._card, width))

    def action_leave(self) -> None:
        """Leave the card."""
        self.dismiss(None)


def _page(card: TagCard, width: int) -> Text:
    page, tag = Text(), card.tag
    described = tag.description or "Nothing says yet what belongs to it, and what does not: c does."
    for line in wrapped(described, width):
        page.append(f"{line}\n", "" if tag.description else "dim")
    page.append("\n")
    pinned = f", pinned to {tag.key}" if tag.key else ""
    below = f" and {card.below:,} below" if card.below else ""
    where = f"in {number_of(card.articles, 'article')}"
    page.append(f"{number_of(card.uses, 'use')}{below} {where}{pinned}\n", "bold")
    if tag.aliases:
        for line in wrapped(f"Also called {', '.join(tag.aliases)}", width):
            page.append(f"{line}\n")
    _add_counts(page, "By", card.creators, width)
    _add_counts(page, "Beside", {f"#{name}": count for name, count in card.beside.items()}, width)
    for use in card.examples:
        page.append("\n")
        for line in wrapped(use.words, width - 2):
            page.append("▌ ", "dim").append(f"{line}\n", "italic")
        if use.annotation and use.annotation.note:
            page.append(f"  {fitted(use.annotation.note, width - 2)}\n")
        page.append(f"  {fitted(use.title, width - 2)}\n", "dim")
    page.rstrip()
    return page


def _add_counts(page: Text, what: str, counts: dict[str, int], width: int) -> None:
    if counts:
        names = "  ".join(f"{displayed(name)} {count:,}" for name, count in counts.items())
        for line in wrapped(f"{what} {names}", width):
            page.append(f"{line}\n", "dim")
