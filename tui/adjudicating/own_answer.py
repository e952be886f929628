"""An answer of the user's own, while its words are chosen."""

from __future__ import annotations

from typing import NamedTuple

from store.chinese.graphemes import snap_end, snap_start
from tui.adjudicating.gathering import CaseRow


class OwnAnswer(NamedTuple):
    """A range of a text with tags."""

    start: int
    end: int
    tags: tuple[str, ...]

    @classmethod
    def of(cls, row: CaseRow) -> OwnAnswer:
        """Begin with what was decided; else with what the first coder marked first."""
        if row.results:
            return cls(row.results[0].start, row.results[0].end, row.results[0].tags)
        first = next(iter(row.case.answers.values()))[0]
        return cls(first.start, first.end, first.tags)

    def with_start(self, text: str, step: int) -> OwnAnswer:
        """Return it with another beginning, a character later or earlier."""
        start = self.start + step
        moved = snap_start(text, max(start, 0)) if step < 0 else snap_end(text, min(start, len(text)))
        return self._replace(start=moved) if moved < self.end else self

    def with_end(self, text: str, step: int) -> OwnAnswer:
        """Return it with another end, a character later or earlier."""
        end = self.end + step
        moved = snap_end(text, min(end, len(text))) if step > 0 else snap_start(text, max(end, 0))
        return self._replace(end=moved) if moved > self.start else self
