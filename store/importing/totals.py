"""The total of an import: what was added, updated, unchanged, merged, refused and skipped."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from store.errors import reason_in
from store.importing.batch import ImportedFile, RejectedFile
from store.importing.folders import of_skipped
from store.importing.inputs.arguments import standard_input
from store.language import _, lazy, ngettext
from store.library.ingest import Outcome
from store.model.bundle import Merged
from store.wording import counted, listed

MOST_REASONS = 8
"""Reasons that a total tells. The others are counted together."""

_MOST_COUNTED = 1_000
"""Reasons that are counted by themselves."""

OTHER_REASONS = lazy("other reasons")

_OUTCOMES = {
    Outcome.ADDED: lazy("{count:,} added", "articles of an import"),
    Outcome.UNCHANGED: lazy("{count:,} unchanged", "articles of an import"),
    Outcome.UPDATED: lazy("{count:,} updated", "articles of an import"),
}


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
    merged_changes: int = 0
    """Annotations that packages changed and deleted."""
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
        self.merged_changes += merged.annotations_changed + merged.annotations_deleted
        self.placeholders += merged.placeholders
        self.incomplete += bool(merged.left_out)

    def refuse(self, rejected: RejectedFile) -> None:
        """Count a file that could not be imported."""
        _count(self.refused, refusal_reason(rejected), 1)

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
            "merged_changes": self.merged_changes,
            "placeholders": self.placeholders,
            "similar": self.similar,
            "refused": dict(_most_common(self.refused)),
            "refused_parts": dict(_most_common(self.refused_parts)),
            "skipped": dict(self.skipped),
        }

    def sentence(self) -> str:
        """Return the counts as a phrase: ``3 added, 1 unchanged; 1 refused: …; skipped 12 .jpg``."""
        parts = [self._done()] if self.outcomes.total() or not self.merged else []
        if self.merged:
            parts.append(self._merged())
        if self.similar:
            parts.append(_("{count:,} similar to another article", count=self.similar))
        if self.refused:
            count, reasons = self.refused.total(), _reasons(self.refused)
            parts.append(_("{count:,} refused ({reasons})", count=count, reasons=reasons))
        if self.refused_parts:
            parts.append(
                ngettext(
                    "{count:,} row or part of files refused ({reasons})",
                    "{count:,} rows or parts of files refused ({reasons})",
                    self.refused_parts.total(),
                    reasons=_reasons(self.refused_parts),
                )
            )
        if self.skipped:
            parts.append(_("skipped {files}", files=of_skipped(self.skipped)))
        return _("; ").join(parts)

    def _done(self) -> str:
        counts = {outcome: self.outcomes[outcome.value] for outcome in Outcome}
        shown = {outcome: count for outcome, count in counts.items() if count} or {Outcome.ADDED: 0}
        done = _(", ").join(_OUTCOMES[outcome].format(count=count) for outcome, count in shown.items())
        if self.files and self.files != self.outcomes.total():
            return _("{done} (from {files})", done=done, files=counted(self.files, "file", "files"))
        return done

    def _merged(self) -> str:
        files = counted(self.merged, "file", "files")
        counts = [
            (self.merged_articles, counted(self.merged_articles, "article", "articles")),
            (self.merged_annotations, counted(self.merged_annotations, "annotation", "annotations")),
            (self.merged_changes, counted(self.merged_changes, "changed annotation", "changed annotations")),
            (self.placeholders, counted(self.placeholders, "placeholder", "placeholders")),
        ]
        if added := listed(words for count, words in counts if count):
            return _("{files} merged ({added})", files=files, added=added)
        return _("{files} merged (nothing new)", files=files)


def _count(refused: Counter[str], reason: str, count: int) -> None:
    """Count a reason; one that comes late among very many is counted with others."""
    if reason not in refused and len(refused) >= _MOST_COUNTED:
        reason = str(OTHER_REASONS)
    refused[reason] += count


def _most_common(refused: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent reasons, each with its count; all others together come last."""
    known = [(reason, count) for reason, count in refused.most_common() if reason != str(OTHER_REASONS)]
    told = known[:MOST_REASONS]
    others = refused.total() - sum(count for __, count in told)
    return told + [(str(OTHER_REASONS), others)] * bool(others)


def _reasons(refused: Counter[str]) -> str:
    return _(", ").join(
        _("{count:,} × {reason}", count=count, reason=reason) for reason, count in _most_common(refused)
    )


_ADDRESS = re.compile(r"\Ahttps?://\S+?(?:: |：)")
"""What a sentence calls an answer: perhaps another address than the one that was asked for."""


def refusal_reason(rejected: RejectedFile) -> str:
    """Return why a file could not be imported: see :func:`store.errors.reason_in`."""
    return reason_in(_ADDRESS.sub("", rejected.reason, count=1), rejected.place, standard_input())
