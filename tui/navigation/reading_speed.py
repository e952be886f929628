"""How quickly a reader reads, learnt from where the cursor goes, and how long the rest will take."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from store.storage.atomic_write import make_folder, write_durably

USUAL = 400.0
"""Characters a minute before anything is known: 260 words of Chinese (Brysbaert 2019, *How many words do we
read per minute?*), about a character and a half each."""

TRUST = 3.0
"""Minutes of reading that the usual pace counts for, until the reader's own outweighs it."""

FADES = 60.0
"""Minutes of reading of which the pace is the mean, the latest counting most."""

LONGEST_PAUSE = 90.0
"""Seconds after which a reader is taken to have done something else."""

FURTHEST = 1500
"""Characters further on than which a reader has not read, but jumped."""

HASTE = 1500.0
"""Characters a minute above which nobody reads."""


class _Kept(msgspec.Struct):
    characters: float
    minutes: float


class ReadingSpeed:
    """The pace of one reader."""

    def __init__(self, file: Path | None = None) -> None:
        """As it was left in ``file``, or the usual one."""
        self._file = file
        self._characters, self._minutes = USUAL * TRUST, TRUST
        self._last: tuple[str, int, float] | None = None
        if file is not None:
            with suppress(OSError, msgspec.DecodeError):
                kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
                if kept.minutes > 0 and 20 < kept.characters / kept.minutes < HASTE:
                    self._characters, self._minutes = kept.characters, kept.minutes

    @property
    def characters_a_minute(self) -> float:
        """The pace."""
        return self._characters / self._minutes

    def observe(self, article: str, offset: int, now: float) -> None:
        """The cursor stands here at a moment, in seconds of any clock that does not go back.

        Reading is going on a little way in a little time; anything else is not counted.
        """
        before, self._last = self._last, (article, offset, now)
        if before is None or before[0] != article:
            return
        read, seconds = offset - before[1], now - before[2]
        if not 0 < read <= FURTHEST or not 0 < seconds <= LONGEST_PAUSE:
            return
        if read / seconds * 60 > HASTE:
            self._last = before  # keys in quick succession: the pause after them tells how long it took
            return
        fade = min(1.0, FADES / (self._minutes + seconds / 60))
        self._characters = (self._characters + read) * fade
        self._minutes = (self._minutes + seconds / 60) * fade

    def minutes_for(self, characters: int) -> int:
        """Minutes that so many characters will take, at least one."""
        return max(1, round(characters / self.characters_a_minute))

    def keep(self) -> None:
        """Leave the pace in its file; where it cannot be written, it is learnt anew."""
        if self._file is None:
            return
        with suppress(OSError):
            make_folder(self._file.parent)
            write_durably(self._file, msgspec.json.encode(_Kept(self._characters, self._minutes)))
