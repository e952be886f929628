"""The exit codes of all commands."""

from __future__ import annotations

DONE = 0
"""Everything was done."""

SOME_FAILED = 1
"""The command failed, or some inputs failed and the others were processed."""

WRONG_USAGE = 2
"""The command was called wrongly: wrong usage, an unknown ID, a quote that is not in the article."""
