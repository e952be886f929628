"""The letters of jump hints: short, on the home row first, and none the beginning of another."""

from __future__ import annotations

from itertools import islice, product

HOME_ROW = "asdfghjkl"
LETTERS = HOME_ROW + "qwertyuiopzxcvbnm"


def jump_labels(count: int) -> list[str]:
    """Return labels of one letter each for up to 26 things, else of two letters, at most 676 of them.

    Of two letters, both are on the home row as long as these suffice.
    """
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    letters = HOME_ROW if count <= len(HOME_ROW) ** 2 else LETTERS
    return ["".join(pair) for pair in islice(product(letters, repeat=2), count)]
