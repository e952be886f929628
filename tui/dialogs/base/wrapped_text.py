"""Text in a dialog, in lines that are broken as the reading view breaks them."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from tui.typesetting.fitting import wrapped


class WrappedText(Widget):
    """Shows text as it is displayed. It is as high as its lines at its width, also after a resize.

    Textual's ``Static`` breaks lines anywhere, also before a comma.
    """

    DEFAULT_CSS = "WrappedText { width: 1fr; height: auto; }"

    def __init__(self, words: str = "", *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._words = words
        self._broken: tuple[int, list[str]] = (-1, [])
        """The lines, and the width that they are broken for."""

    @property
    def words(self) -> str:
        """The text."""
        return self._words

    def show(self, words: str) -> None:
        """Show another text; an empty one takes no line."""
        if words != self._words:
            self._words, self._broken = words, (-1, [])
            self.refresh(layout=True)

    def render(self) -> Text:
        """The lines."""
        return Text("\n".join(self._lines(self.content_size.width)), no_wrap=True, end="")

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """All of the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The number of lines at a width in cells."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        if self._broken[0] != width:
            self._broken = width, wrapped(self._words, width) if self._words else []
        return self._broken[1]
