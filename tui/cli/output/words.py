"""Printing words: the profile of a word, and the user dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.language import _
from store.wording import counted
from tui.cli.output.printing import print_record, print_text

if TYPE_CHECKING:
    from store.model.tables.user_word import UserWord
    from store.tags.word_profile import WordCard


def print_word_profile(as_json: bool, profile: WordCard) -> None:
    """Print what the library and the dictionary know of a word."""
    if as_json:
        print_record(profile)
        return
    print_text(f"{profile.word}  {profile.pinyin}".rstrip())
    for gloss in profile.glosses:
        print_text(f"  {gloss.pinyin}: {'; '.join(gloss.senses)}")
    print_text(_("in {articles}", articles=counted(profile.articles, "article", "articles")))
    for tag, count in profile.tags.items():
        print_text(f"{count:>6,}  {tag}")


def print_user_words(as_json: bool, dictionary: Sequence[UserWord]) -> None:
    """Print the user dictionary; as text, in jieba's format."""
    for entry in dictionary:
        if as_json:
            print_record(entry)
        else:
            print_text(str(entry))
