"""The ten steps of the tour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from store.language import Lazy, lazy
from tui.keys.action import Scope
from tui.keys.requests import AnnotationRequest, TextRequest, ask


class Done(Enum):
    """When a step is done, once its action has been run."""

    AT_ONCE = auto()
    CLOSED = auto()
    """The dialog that it opens is closed."""
    SELECTED = auto()
    """Words are selected."""
    FOUND = auto()
    """Something is found, and the find bar closed."""
    CHANGED = auto()
    """The library has changed, and the dialog or the note is closed."""
    FILTERED = auto()
    """The list of articles is filtered."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """An action to try, and why."""

    action: str
    """The :attr:`.Action.name`."""
    scope: Scope
    """The scope of the action: everywhere, or the pane in which it is tried."""
    text: Lazy
    """What the key does. It is shown after the key."""
    done: Done = Done.AT_ONCE


TOUR = (
    TourStep(
        "move('next_word')", Scope.READING, lazy("goes to the next word. Pizhu knows the words of Chinese.")
    ),
    TourStep(
        "find",
        Scope.READING,
        lazy(
            "finds words, also by pinyin or its initials: type wsyh for 网上银行, or any word here, "
            "then enter."
        ),
        Done.FOUND,
    ),
    TourStep(
        "select_sentence",
        Scope.READING,
        lazy("selects the sentence. Motions such as w make a selection longer."),
        Done.SELECTED,
    ),
    TourStep(
        ask(AnnotationRequest.TAG),
        Scope.READING,
        lazy("tags what is selected. Tags have pinyin too: type xj for 细节, then enter."),
        Done.CHANGED,
    ),
    TourStep(
        ask(AnnotationRequest.NOTE),
        Scope.READING,
        lazy("writes a note on it: type a few words, then ctrl+s saves them."),
        Done.CHANGED,
    ),
    TourStep(
        "undo",
        Scope.APP,
        lazy("takes back the last change: your note. Every change can be undone."),
        Done.CHANGED,
    ),
    TourStep(
        ask(AnnotationRequest.SUGGEST),
        Scope.READING,
        lazy("suggests tags for these words, and says why: enter takes one, esc none."),
        Done.CLOSED,
    ),
    TourStep(
        ask(TextRequest.WORD_CARD),
        Scope.READING,
        lazy("looks up the word under the cursor: pinyin, uses, tags. esc closes the card."),
        Done.CLOSED,
    ),
    TourStep(
        "filter",
        Scope.ARTICLES,
        lazy("shows only some articles: type star, then enter."),
        Done.FILTERED,
    ),
    TourStep(
        "help",
        Scope.APP,
        lazy("lists all keys, E exports your notes, I imports your own articles. esc closes the help."),
        Done.CLOSED,
    ),
)
