"""The word card: the pinyin, meanings, frequency and tags of a word."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.chinese.glosses import is_installed
from store.language import Language, _, current_language, lazy
from store.tags.word_profile import WordCard
from store.wording import counted, times
from tui.dialogs.base.dialog import PageDialog, set_frame
from tui.keys.keymap import key_name
from tui.late_answers import late_answer
from tui.typesetting import displayed

KEYS = lazy("{join} join · {split} split, in the text · esc close")

IN_ENGLISH = lazy("CC-CEDICT has the meanings, which are in English.")


class WordDialog(PageDialog[None]):
    """Shows the card of a word. Opens before the word is looked up; :meth:`show` adds the card."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,K", "leave", "Leave"),
    ]

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def compose(self) -> ComposeResult:
        """A window that scrolls."""
        keys = KEYS.format(join=key_name("reading.join-words"), split=key_name("reading.split-word"))
        with VerticalScroll(classes="dialog") as dialog:
            set_frame(dialog, self._word, keys)
            yield Static(_("Looking up the word…"), markup=False)

    @late_answer
    def show(self, card: WordCard) -> None:
        """Show the card."""
        self.query_one(Static).update(_page(card))

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


def _page(card: WordCard) -> Text:
    page = Text()
    page.append(displayed(card.word), "bold")
    page.append(f"  {card.pinyin}\n")
    for gloss in card.glosses:
        page.append(f"\n{gloss.pinyin}\n", "bold dim")
        for number, sense in enumerate(gloss.senses, 1):
            page.append(f"  {number} {displayed(sense)}\n")
    if card.glosses and current_language() is not Language.ENGLISH:
        page.append(f"\n{IN_ENGLISH}\n", "dim")
    if not card.glosses:
        missing = (
            _("Not in the dictionary.")
            if is_installed()
            else _("Install pizhu[dict] for meanings (CC-CEDICT).")
        )
        page.append(f"\n{missing}\n", "dim")
    articles = counted(card.articles, "article", "articles")
    counts = _("{times} here · in {articles} of the library", times=times(card.here), articles=articles)
    page.append(f"\n{counts}\n")
    if card.tags:
        tags = "  ".join(f"#{displayed(tag)} {count}" for tag, count in card.tags.items())
        page.append(_("Tagged elsewhere: {tags}", tags=tags) + "\n")
    else:
        page.append(_("No annotation of this word has a tag.") + "\n", "dim")
    return page
