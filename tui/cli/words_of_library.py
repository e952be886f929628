"""Lets the process find words as the reader does: by the cached dictionary and the words of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.chinese.words import Segmenter
    from store.library import Library


def use_words_of(library: Library) -> None:
    """Share a segmenter with the words of a library's user dictionary. It is loaded when it is needed."""
    from store.chinese.segmentation.shared import share_segmenter

    def make() -> Segmenter:
        from store.chinese.words import Segmenter
        from tui.user_folders import cache_folder

        segmenter = Segmenter(cache_folder() / "words")
        segmenter.learn(library.dictionary.frequencies())
        return segmenter

    share_segmenter(make)
