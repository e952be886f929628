"""The total of an import: what was added, updated, unchanged, merged, refused and skipped."""

from __future__ import annotations

from collections import Counter

import msgspec

from store.errors import reason_in
from store.importing.batch import ImportedFile, RejectedFile
from store.importing.folders import of_skipped
from store.library.ingest import Outcome
from store.model.bundle import Merged
from store.wording import counted

MOST_REASONS = 8
"""Reasons that a total tells. The others are counted together."""

_MOST_COUNTED = 1_000
"""Reasons that are counted by themselves."""

OTHER_REASONS = "other reasons"


class Totals(msgspec.Struct):
    """Counts what becomes of the files of one import."""

    outcomes: Counter[str] = msgspec.field(default_factory=Counter)
    """How many articles were added, updated and unchanged."""
    files: int = 0
    """Files that these articles came from; a table or an archive has many."""
    merged: int = 0
    """Files of other libraries and programs that were merged."""
    merged_articles: int = 0
    """Articles that they added, placeholders aside."""
    merged_annotations: int = 0
    """Annotations that they added."""
    placeholders: int = 0
    """Articles that keep notes whose texts are not in the library."""
    incomplete: int = 0
    """Merged files of which something was left out."""
    similar: int = 0
    """Added articles with much of the text of another one."""
    refused: Counter[str] = msgspec.field(default_factory=Counter)
    """How many files could not be imported, by reason."""
    refused_parts: Counter[str] = msgspec.field(default_factory=Counter)
    """How many rows of tables and parts of archives could not be imported, by reason."""
    skipped: Counter[str] = msgspec.field(default_factory=Counter)
    """How many files of folders and archives were left alone, by suffix."""

    changed: bool = False
    """Whether anything was added, updated or changed by a merge, so that it can be undone."""
    _place: str = ""
    """The file of the last result: those of one file come together."""

    def add(self, result: ImportedFile | RejectedFile) -> None:
        """Count a result."""
        if isinstance(result, RejectedFile):
            self.refuse(result)
        else:
            self.outcomes[result.outcome.value] += 1
            self.changed |= result.outcome is not Outcome.UNCHANGED
            self.files += result.place != self._place
            self._place = result.place
            self.similar += bool(result.similar)
            self.skipped.update(dict(result.skipped))
            for reason, count in result.refused:
                _count(self.refused_parts, reason, count)

    def merge(self, merged: Merged) -> None:
        """Count a file that was merged."""
        self.merged += 1
        self.changed |= merged.is_step
        self.merged_articles += merged.articles_added + merged.articles_beside - merged.placeholders
        self.merged_annotations += merged.annotations_added + merged.annotations_beside
        self.placeholders += merged.placeholders
        self.incomplete += bool(merged.left_out)

    def refuse(self, rejected: RejectedFile) -> None:
        """Count a file that could not be imported."""
        _count(self.refused, reason_of(rejected), 1)

    @property
    def failed(self) -> int:
        """How many files, rows and parts could not be imported."""
        return self.refused.total() + self.refused_parts.total()

    def fields(self) -> dict[str, object]:
        """Return the counts, ready to be encoded as JSON."""
        return {
            **{outcome.value: self.outcomes[outcome.value] for outcome in Outcome},
            "files": self.files,
            "merged": self.merged,
            "merged_articles": self.merged_articles,
            "merged_annotations": self.merged_annotations,
            "placeholders": self.placeholders,
            "similar": self.similar,
            "refused": dict(_most_common(self.refused)),
            "refused_parts": dict(_most_common(self.refused_parts)),
            "skipped": dict(self.skipped),
        }

    def sentence(self) -> str:
        """Return the counts as a phrase: ``3 added, 1 unchanged; 1 refused: …; skipped 12 .jpg``."""
        done = [f"{self.outcomes[outcome.value]:,} {outcome.value}" for outcome in Outcome]
        done = [each for each in done if not each.startswith("0 ")] or ["0 added"] * (not self.merged)
        if self.files and self.files != self.outcomes.total():
            done[-1] += f" (from {counted(self.files, 'file', 'files')})"
        parts = [", ".join(done)] if done else []
        if self.merged:
            parts.append(self._merged())
        if self.similar:
            parts.append(f"{self.similar:,} similar to another article")
        if self.refused:
            parts.append(f"{self.refused.total():,} refused ({_reasons(self.refused)})")
        if self.refused_parts:
            refused = counted(self.refused_parts.total(), "row or part", "rows or parts")
            parts.append(f"{refused} of files refused ({_reasons(self.refused_parts)})")
        if self.skipped:
            parts.append(f"skipped {of_skipped(self.skipped)}")
        return "; ".join(parts)

    def _merged(self) -> str:
        counts = [
            counted(self.merged_articles, "article", "articles"),
            counted(self.merged_annotations, "annotation", "annotations"),
            counted(self.placeholders, "placeholder", "placeholders"),
        ]
        added = ", ".join(each for each in counts if not each.startswith("0 ")) or "nothing new"
        return f"{counted(self.merged, 'file', 'files')} merged ({added})"


def _count(refused: Counter[str], reason: str, count: int) -> None:
    """Count a reason; one that comes late among very many is counted with others."""
    if reason not in refused and len(refused) >= _MOST_COUNTED:
        reason = OTHER_REASONS
    refused[reason] += count


def _most_common(refused: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent reasons, each with its count; all others together come last."""
    known = [(reason, count) for reason, count in refused.most_common() if reason != OTHER_REASONS]
    told = known[:MOST_REASONS]
    others = refused.total() - sum(count for _, count in told)
    return told + [(OTHER_REASONS, others)] * bool(others)


def _reasons(refused: Counter[str]) -> str:
    return ", ".join(f"{count:,} × {reason}" for reason, count in _most_common(refused))


def reason_of(rejected: RejectedFile) -> str:
    """Return why a file could not be imported: see :func:`store.errors.reason_in`."""
    return reason_in(rejected.reason, rejected.place)
