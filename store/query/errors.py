"""What is wrong in a query, and where."""

from __future__ import annotations

from store.errors import UsageError


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

    def pointer(self) -> str:
        """The query on one line and, below it, a caret under the place.

        The caret is placed by cells: a Chinese character takes two.
        """
        line = "".join(" " if char.isspace() else char for char in self.query)
        return f"{line}\n{' ' * cells(line[: self.position])}^"


def cells(text: str) -> int:
    """The cells that a terminal uses for a text."""
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)
