"""What a terminal with fewer colours shows: the colours of any theme as 256, as 16, or as none at all.

Themes and stylesheet speak of RGB colours only. Where the terminal has fewer, or the theme wants fewer, the
finished screen is translated, each piece of text together with its background, so that it stays legible.
"""

from tui.looks.terminal_colours.depth import Depth, depth_of
from tui.looks.terminal_colours.grounds import Ground, grounds_of
from tui.looks.terminal_colours.screen import in_terminal_colours
from tui.looks.terminal_colours.translation import TerminalColours

__all__ = ["Depth", "Ground", "TerminalColours", "depth_of", "grounds_of", "in_terminal_colours"]
