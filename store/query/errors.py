"""What is wrong in a query, and where."""

from __future__ import annotations

from store.errors import UsageError

MOST_BEFORE = 30
"""Code points before and after the place that an excerpt has."""


class QuerySyntaxError(UsageError):
    """A part of a query is not valid. ``str(error)`` says what was found and what was expected."""

    def __init__(self, message: str, query: str, position: int) -> None:
        """An error at a place of a query.

        :param query: what was typed.
        :param position: the place in it, in code points, from 0 to its length.
        """
        super().__init__(message)
        self.message = message
        self.query = query
        self.position = position

    def excerpt(self) -> str:
        """The query on one line and, below it, a caret under the place; of a long query the part around it.

        The caret is placed by cells: a Chinese character takes two.
        """
        start = max(self.position - MOST_BEFORE, 0) if len(self.query) > MOST_BEFORE else 0
        shown = self.query[start : self.position + MOST_BEFORE]
        line = "".join(char if char.isprintable() else " " for char in shown)
        before = "…" if start else ""
        return f"{before}{line}\n{' ' * cells(before + line[: self.position - start])}^"


def cells(text: str) -> int:
    """The cells that a terminal uses for a text."""
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)
