"""Finds words in texts, folded, without folding the texts in which that makes no difference.

Folding takes twenty times as long as finding. Most texts have none of the other forms of the few characters
that are sought, such as 國 for 国: what is found in such a text as it is, is what is found in it folded.
"""

from __future__ import annotations

from functools import lru_cache

from store.chinese.folding import Effort, fold, other_forms

_PAYS_AFTER = 5_000_000
"""Code points that are folded before all other forms of characters are looked up: that takes as long."""

_MOST_FORMS = 200
"""To look for more other forms in a text takes as long as folding it."""


class FoldedPhrase:
    """Words that are sought, folded."""

    def __init__(self, words: str) -> None:
        self.folded = fold(words)
        """The words, folded."""
        self._forms: str | None = None

    def searched(self, text: str) -> str:
        """Return what the folded words are to be sought in: the text as it is, or folded."""
        return text if self._is_plain(text) else folded_text(text)

    def _is_plain(self, text: str) -> bool:
        """Whether no character of a text becomes one of the words by folding."""
        if self._forms is None:
            if not _EFFORT.pays(text):
                return False
            known = other_forms()
            self._forms = "".join(known.get(char, "") for char in dict.fromkeys(self.folded))
        return len(self._forms) <= _MOST_FORMS and not any(form in text for form in self._forms)


@lru_cache(maxsize=2)
def folded_text(text: str) -> str:
    """Fold a text, once for all that is sought in it."""
    return fold(text)


_EFFORT = Effort(_PAYS_AFTER)
