"""The total of an import: what was added, updated, unchanged, merged, refused and skipped."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from store.importing.batch import ImportedFile, RejectedFile
from store.importing.folders import of_skipped
from store.library.ingest import Outcome

MOST_REASONS = 8
"""Reasons that a total tells. The others are counted together."""

OTHER_REASONS = "other reasons"


class Totals(msgspec.Struct):
    """Counts what becomes of the files of one import."""

    outcomes: Counter[str] = msgspec.field(default_factory=Counter)
    """How many articles were added, updated and unchanged."""
    merged: int = 0
    """Files of other libraries and programs that were merged."""
    incomplete: int = 0
    """Merged files of which something was left out."""
    similar: int = 0
    """Added articles with much of the text of another one."""
    refused: Counter[str] = msgspec.field(default_factory=Counter)
    """How many files could not be imported, by reason."""
    skipped: Counter[str] = msgspec.field(default_factory=Counter)
    """How many files of folders were left alone, by suffix."""

    def add(self, result: ImportedFile | RejectedFile) -> None:
        """Count a result."""
        if isinstance(result, RejectedFile):
            self.refuse(result)
        else:
            self.count(result.outcome)
            self.similar += bool(result.similar)

    def count(self, outcome: Outcome) -> None:
        """Count an article."""
        self.outcomes[outcome.value] += 1

    def refuse(self, rejected: RejectedFile) -> None:
        """Count a file that could not be imported."""
        reason = reason_of(rejected)
        if reason not in self.refused and len(self.refused) >= MOST_REASONS:
            reason = OTHER_REASONS
        self.refused[reason] += 1

    @property
    def failed(self) -> int:
        """How many files could not be imported."""
        return self.refused.total()

    def fields(self) -> dict[str, object]:
        """Return the counts, ready to be encoded as JSON."""
        return {
            **{outcome.value: self.outcomes[outcome.value] for outcome in Outcome},
            "merged": self.merged,
            "similar": self.similar,
            "refused": dict(self.refused),
            "skipped": dict(self.skipped),
        }

    def sentence(self) -> str:
        """Return the counts as a phrase: ``3 added, 1 unchanged; 1 refused: …; skipped 12 .jpg``."""
        done = [f"{self.outcomes[outcome.value]:,} {outcome.value}" for outcome in Outcome]
        done = [each for each in done if not each.startswith("0 ")] or ["0 added"] * (not self.merged)
        if self.merged:
            done.append(f"{self.merged:,} merged")
        parts = [", ".join(done)]
        if self.similar:
            parts.append(f"{self.similar:,} similar to another article")
        if self.refused:
            reasons = ", ".join(f"{count:,} × {reason}" for reason, count in self.refused.most_common())
            parts.append(f"{self.failed:,} refused ({reasons})")
        if self.skipped:
            parts.append(f"skipped {of_skipped(self.skipped)}")
        return "; ".join(parts)


def reason_of(rejected: RejectedFile) -> str:
    """Return why a file could not be imported, as a phrase that is the same for other files.

    It is the message without the name of the file and without the remedy.
    """
    reason = rejected.reason.removeprefix(f"{rejected.place}: ").removesuffix(".")
    return re.split(r"[;:(]", reason, maxsplit=1)[0].strip()[:80] or reason[:80]
