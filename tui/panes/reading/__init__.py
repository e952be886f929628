"""The reading pane. Each class adds to its base: reading view, motions, selection, find, requests."""

from tui.panes.reading.aids import Aids
from tui.panes.reading.pane import ReadingContext, ReadingPane

__all__ = ["Aids", "ReadingContext", "ReadingPane"]
