"""The reading view, from the text up: in view, moved in, found in, selected in, and what is asked of it."""

from tui.panes.reading.aids import Aids
from tui.panes.reading.pane import ReadingContext, ReadingPane

__all__ = ["Aids", "ReadingContext", "ReadingPane"]
