"""Estimates the user's reading speed from cursor movements, and the time that the rest of a text takes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from store.storage.atomic_write import make_folder, write_durably

DEFAULT_SPEED = 400.0
"""Characters per minute before anything is observed: 260 words of Chinese (Brysbaert 2019, *How many words do
we read per minute?*) of about one and a half characters."""

DEFAULT_WEIGHT = 3.0
"""The default speed counts as much as this many minutes of observed reading."""

WINDOW = 60.0
"""The speed is a mean over about this many minutes of reading. Recent reading counts most."""

MAX_PAUSE = 90.0
"""A pause of more seconds than this does not count as reading."""

MAX_STEP = 1500
"""A movement by more characters than this is a jump and does not count as reading."""

MAX_SPEED = 1500.0
"""Characters per minute. A faster movement does not count as reading."""


class _Saved(msgspec.Struct):
    characters: float
    minutes: float


class ReadingSpeed:
    """The reading speed of one user."""

    def __init__(self, file: Path | None = None) -> None:
        """Load the speed from ``file``. Without a usable file, start from the default."""
        self._file = file
        self._characters, self._minutes = DEFAULT_SPEED * DEFAULT_WEIGHT, DEFAULT_WEIGHT
        self._last: tuple[str, int, float] | None = None
        if file is not None:
            with suppress(OSError, msgspec.DecodeError):
                saved = msgspec.json.decode(file.read_bytes(), type=_Saved)
                if saved.minutes > 0 and 20 < saved.characters / saved.minutes < MAX_SPEED:
                    self._characters, self._minutes = saved.characters, saved.minutes

    @property
    def characters_per_minute(self) -> float:
        """The reading speed."""
        return self._characters / self._minutes

    def observe(self, article: str, offset: int, now: float) -> None:
        """Record where the cursor is. A short movement forward in a short time counts as reading.

        :param article: the ID of the article.
        :param offset: the cursor, in code points.
        :param now: the time in seconds, by a monotonic clock.
        """
        before, self._last = self._last, (article, offset, now)
        if before is None or before[0] != article:
            return
        read, seconds = offset - before[1], now - before[2]
        if not 0 < read <= MAX_STEP or not 0 < seconds <= MAX_PAUSE:
            return
        if read / seconds * 60 > MAX_SPEED:
            # Several keys in quick succession: the pause after them shows how long the reading took.
            self._last = before
            return
        fade = min(1.0, WINDOW / (self._minutes + seconds / 60))
        self._characters = (self._characters + read) * fade
        self._minutes = (self._minutes + seconds / 60) * fade

    def minutes_for(self, characters: int) -> int:
        """The minutes that a number of characters will take to read. At least 1."""
        return max(1, round(characters / self.characters_per_minute))

    def save(self) -> None:
        """Save the speed to its file. If that fails, the next session starts from the default."""
        if self._file is None:
            return
        with suppress(OSError):
            make_folder(self._file.parent)
            write_durably(self._file, msgspec.json.encode(_Saved(self._characters, self._minutes)))
