"""What a command leaves with."""

from __future__ import annotations

DONE = 0
"""All that was asked for is done."""

SOME_FAILED = 1
"""It could not be done, or some inputs failed and the rest were done."""

WRONG_USAGE = 2
"""It was wrongly asked: wrong usage, an unknown ID, words that do not stand in the article."""
