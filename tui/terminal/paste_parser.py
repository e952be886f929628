"""Reads what a terminal sends, and keeps pasted text whole: it never acts as keys.

A terminal in bracketed paste mode sends the marks ``ESC [ 200 ~`` and ``ESC [ 201 ~`` around what the user
pastes (xterm's control sequences, "Bracketed Paste Mode"). Textual also looks for keys between them: what
follows an escape character in pasted text would run commands.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable

from textual import constants, events
from textual._time import get_time
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from store.model.annotation import without_controls
from store.patterns import late_pattern

MAX_PASTE = 100_000
"""The most code points that can be pasted at once. A longer paste is dropped, and that is told."""

SILENCE = 2.0
"""Seconds without input after which pasted text whose end mark has not come is taken to be complete."""

ESCAPE = "\x1b"

ALT_ENTER = "\x1b\r"
"""Alt and enter, or escape and enter. Textual takes it for enter, which accepts what escape would leave."""

SINGLE_ESCAPE = late_pattern(r"(\x1b\r|\x1b(?=[^\x1b\[O\]P_^X\\bf\x7f]))", re.DOTALL)
"""An escape character that begins no sequence of a terminal (ECMA-48, 5.3), so that it is the key escape.

Terminals send the same for alt and a character, which only ``b``, ``f`` and backspace have a use for, in
fields. When the program is slow, it reads escape and the key typed after it together: Textual makes one key
of them.
"""

TYPED_PREFIX = len("\x1b[")
"""Up to this length, the beginning of a mark can also be a key: escape, or alt+[."""


class PasteTooLong(Message):
    """More was pasted than :data:`MAX_PASTE`: nothing of it was kept."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length
        """The length of what was pasted, in code points."""


class PasteParser(XTermParser):
    """Textual's parser of keys, mouse events and reports, for all input except pasted text.

    However the input is divided, pasted text becomes one ``Paste``, without control characters.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._held = ""
        """The end of the input, which may be the beginning of a mark."""
        self._passed = 0
        """How much of it Textual's parser has received already, because nothing else came in time."""
        self._last_input = 0.0
        self._pasted: list[str] | None = None
        """Pieces of the text that is being pasted. None if there is none."""
        self._length = 0
        """Code points pasted so far."""
        self._may_continue = False
        """Whether pasting ended without its mark, so that more of it may come."""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse input. An empty string ends it."""
        if not data:
            self._held = ""
            yield from super().feed(data)
            return
        self._last_input = get_time()
        if self._may_continue:
            self._may_continue = False
            if BRACKETED_PASTE_END in data:
                self._begin()
        self._held += data
        while self._held and (yield from self._next_mark()):
            pass

    def tick(self) -> Iterable[Message]:
        """Handle input that has waited long enough for what follows it. Called ten times a second."""
        silence = get_time() - self._last_input
        if self._pasted is not None:
            if silence >= SILENCE:
                self._take(self._held)
                self._held, self._may_continue = "", True
                yield from self._end()
        elif len(self._held) > self._passed and silence >= (
            constants.ESCAPE_DELAY if len(self._held) <= TYPED_PREFIX else SILENCE
        ):
            yield from self._pass_on(len(self._held))
            yield from self._flush()
        yield from super().tick()

    def _next_mark(self) -> Generator[Message, None, bool]:
        """Handle the input up to the next mark. Without one, hold back what may be its beginning.

        :return: whether there was a mark.
        """
        mark = BRACKETED_PASTE_START if self._pasted is None else BRACKETED_PASTE_END
        place = self._held.find(mark)
        end = place if place >= 0 else len(self._held) - _beginning(mark, self._held)
        if self._pasted is None:
            yield from self._pass_on(end)
        else:
            self._take(self._held[:end])
        self._held = self._held[end:]
        self._passed = max(0, self._passed - end)
        if place < 0:
            return False
        self._held, self._passed = self._held[len(mark) :], 0
        if self._pasted is None:
            yield from self._flush()
            self._begin()
        else:
            yield from self._end()
        return True

    def _pass_on(self, end: int) -> Iterable[Message]:
        """Give held input, up to a place, to Textual's parser."""
        fresh = self._held[self._passed : end]
        self._passed = max(self._passed, end)
        for number, keys in enumerate(SINGLE_ESCAPE.split(fresh)):
            if keys == ALT_ENTER:
                yield from self._flush()
                yield events.Key("alt+enter", None)
            elif keys:
                yield from super().feed(keys)
                if number % 2:  # a single escape; the others are what stands between them
                    yield from self._flush()

    def _flush(self) -> Iterable[Message]:
        """Let Textual's parser take an escape that it has received for the key, without waiting longer."""
        if self._timeout_time is not None:
            self._timeout_time = get_time()
            yield from super().tick()

    def _begin(self) -> None:
        self._pasted, self._length = [], 0

    def _take(self, text: str) -> None:
        self._length += len(text)
        if self._pasted is not None and text:
            if self._length <= MAX_PASTE:
                self._pasted.append(text)
            else:
                self._pasted.clear()

    def _end(self) -> Iterable[Message]:
        text, self._pasted = "".join(self._pasted or ()), None
        if self._length > MAX_PASTE:
            yield PasteTooLong(self._length)
        elif cleaned := without_controls(text):
            yield events.Paste(cleaned)


def _beginning(mark: str, text: str) -> int:
    """The length of the longest beginning of a mark, not the whole, that the text ends with."""
    return next((length for length in range(len(mark) - 1, 0, -1) if text.endswith(mark[:length])), 0)
