"""What commands print of words: cards, and the user dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from store.model.user_word import UserWord
    from store.tags.word_profile import WordCard
from tui.cli.output.printing import json_line, say
from tui.looks.wording import number_of


def word(as_json: bool, card: WordCard) -> None:
    """What is known of a word."""
    if as_json:
        json_line(**msgspec.to_builtins(card))
        return
    say(f"{card.word}  {card.pinyin}".rstrip())
    for gloss in card.glosses:
        say(f"  {gloss.pinyin}: {'; '.join(gloss.senses)}")
    say(f"in {number_of(card.articles, 'article')}")
    for tag, count in card.tags.items():
        say(f"{count:>6,}  {tag}")


def words(as_json: bool, dictionary: Sequence[UserWord]) -> None:
    """The user dictionary; as text, in jieba's own format."""
    for entry in dictionary:
        if as_json:
            json_line(**msgspec.to_builtins(entry))
        else:
            say(str(entry))
