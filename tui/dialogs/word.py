"""The word card: how a word is read, what it means, how often it stands, which tags it carries."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.chinese.glosses import is_installed
from store.tags.word_profile import WordCard
from tui.dialogs.base.dialog import PageDialog, entitle
from tui.typesetting import displayed

KEYS = "J join · S split, in the text · esc leave"


class WordDialog(PageDialog[None]):
    """Shows a word's card as soon as it has been looked up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,K", "leave", "Leave"),
    ]

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def compose(self) -> ComposeResult:
        """A window that scrolls."""
        with VerticalScroll(classes="dialog") as dialog:
            entitle(dialog, self._word, KEYS)
            yield Static("Looking it up…", markup=False)

    def show(self, card: WordCard) -> None:
        """Show what was found."""
        if self.is_mounted:
            self.query_one(Static).update(_page(card))

    def action_leave(self) -> None:
        """Leave the card."""
        self.dismiss(None)


def _page(card: WordCard) -> Text:
    page = Text()
    page.append(displayed(card.word), "bold")
    page.append(f"  {card.pinyin}\n")
    for gloss in card.glosses:
        page.append(f"\n{gloss.pinyin}\n", "bold dim")
        for number, sense in enumerate(gloss.senses, 1):
            page.append(f"  {number} {displayed(sense)}\n")
    if not card.glosses:
        missing = "Not in the dictionary." if is_installed() else "Meanings: install pizhu[dict] (CC-CEDICT)."
        page.append(f"\n{missing}\n", "dim")
    articles = "1 article" if card.articles == 1 else f"{card.articles:,} articles"
    page.append(f"\n{card.here:,} times here · in {articles} of the library\n")
    if card.tags:
        tags = "  ".join(f"#{displayed(tag)} {count}" for tag, count in card.tags.items())
        page.append(f"Tagged elsewhere: {tags}\n")
    else:
        page.append("No annotation on it has a tag.\n", "dim")
    return page
