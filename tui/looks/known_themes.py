"""The names of all themes, for those who have no screen. Textual is imported, which alone knows its own."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES

from tui.looks.theme_files import no_such_theme, read_themes, theme_folder
from tui.looks.themes import THEMES


def problem_with_theme(name: str) -> str:
    """Sentences about a name that no theme has, and wrong files of themes; empty if a theme has it."""
    known = [*BUILTIN_THEMES, *(each.name for each in THEMES)]
    own = read_themes(theme_folder(), known)
    known += [each.name for each in own.themes]
    return "" if name in known else " ".join((no_such_theme(name, known), *own.problems))
