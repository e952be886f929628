"""The registry of actions: everything that the user can do by key, a module for each scope.

The key bindings, the key hints, the palette, the help and the cheat sheet are made from this list.
"""

from __future__ import annotations

from tui.keys.action import Action
from tui.keys.actions.adjudicating import ADJUDICATING
from tui.keys.actions.articles import ARTICLES
from tui.keys.actions.everywhere import EVERYWHERE
from tui.keys.actions.notes import NOTES
from tui.keys.actions.reading import READING
from tui.keys.actions.search import SEARCH
from tui.keys.actions.tags import TAGS
from tui.keys.actions.writing import WRITING

ACTIONS: tuple[Action, ...] = EVERYWHERE + ARTICLES + READING + TAGS + NOTES + WRITING + SEARCH + ADJUDICATING
