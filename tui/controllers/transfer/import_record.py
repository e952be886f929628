"""Records what became of the files of one import: the totals, and a line about each file that was refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from store.importing.batch import ImportedFile, RejectedFile
from store.importing.totals import Totals, refusal_reason
from store.language import _, lazy, ngettext
from store.model.bundle import Merged
from tui.keys.keymap import key_name
from tui.looks.wording import on_changed_words

MOST_LINES = 5_000
"""Lines that a record keeps of each kind. The others are counted."""


_OFFER = re.compile("[:：][^:：]*--split.*")
"""The end of a remark that names the option with which a text is split, in any language."""
_BY_ITSELF = lazy(": import this file by itself to split it")
"""How the reader splits a text, in place of the option of the command."""


class Lines(list[str]):
    """The first lines of one kind, and how many there are."""

    total = 0

    def tell(self, line: str) -> None:
        """Add a line, unless there are too many."""
        self.total += 1
        if len(self) < MOST_LINES:
            self.append(line)

    def tell_all(self, lines: Collection[str], total: int | None = None) -> None:
        """Add several lines, which may be the first of ``total``."""
        for line in lines:
            self.tell(line)
        self.total += (len(lines) if total is None else total) - len(lines)


class ImportRecord:
    """What became of the files of one import, in the order in which they were written."""

    def __init__(self, totals: Totals, shown: Collection[str] = ()) -> None:
        """Begin with nothing.

        :param shown: remarks that a preview has shown.
        """
        self.totals = totals
        self.last: str | None = None
        """The ID of the last article."""
        self.lost = 0
        """Annotations that lost their text."""
        self.moved = 0
        """Annotations that stand on changed words."""
        self.done = set[str]()
        """The files and addresses that were written or refused."""
        self.refused = Lines()
        """Why files were not imported, each with its name: error messages."""
        self.uncorrected = Lines()
        """Why articles were imported, but not given what the user has typed."""
        self.left_out = Lines()
        """What of the files is not in the library: rows, parts and annotations."""
        self.repaired = Lines()
        self.similar = Lines()
        self.remarks = Lines()
        self._refused_names: list[tuple[str, str]] = []
        self._shown = shown

    def refuse(self, rejected: RejectedFile) -> None:
        """Record a file that could not be imported."""
        self.totals.refuse(rejected)
        self.done.add(rejected.place)
        self.refused.tell(rejected.reason)
        if len(self._refused_names) < MOST_LINES:
            self._refused_names.append((rejected.place, refusal_reason(rejected)))

    def add(self, imported: ImportedFile | RejectedFile) -> None:
        """Record a result of :func:`store.importing.batch.import_read`."""
        if isinstance(imported, RejectedFile):
            self.refuse(imported)
            return
        self.totals.add(imported)
        self.done.add(imported.place)
        self.last = imported.article
        self.lost += imported.lost
        self.moved += imported.moved
        name = Path(imported.place).name
        if imported.repairs:
            self.repaired.tell(_of(name, imported.encoding))
        if imported.similar:
            self.similar.tell(
                _(
                    "Much of “{title}” is also in “{other}”",
                    title=imported.title,
                    other=imported.similar_title,
                )
            )
        for reason, count in imported.refused:
            self.left_out.tell(_of(name, f"{count:,} × {reason}"))
        for said in imported.remarks:
            if said not in self._shown:
                self.remarks.tell(_of(imported.title, _OFFER.sub(str(_BY_ITSELF), said)))

    def merge(self, path: Path, merged: Merged) -> None:
        """Record a file of another library or program that was merged."""
        self.totals.merge(merged)
        self.done.add(str(path))
        self.moved += merged.moved
        for lines, sentences in (
            (self.remarks, merged.remarks),
            (self.left_out, merged.conflicts),
            (self.left_out, merged.left_out),
        ):
            lines.tell_all([_of(path.name, each) for each in sentences], sentences.total)

    @property
    def number_of_lines(self) -> int:
        """How many :attr:`lines` there are that name a file."""
        kinds = (self.refused, self.uncorrected, self.left_out, self.repaired, self.similar, self.remarks)
        return sum(kind.total for kind in kinds)

    @property
    def lines(self) -> list[str]:
        """Everything that a user may want to look through: what was refused first, each with its name."""
        folder = _common_folder([place for place, _why in self._refused_names])
        told = [
            _("refused: {name}: {reason}", name=place.removeprefix(folder), reason=why)
            for place, why in self._refused_names
        ]
        if (more := self.refused.total - len(told)) > 0:
            told.append(_("{count:,} more refused", count=more))
        for label, lines in (
            (_("not corrected"), self.uncorrected),
            (_("left out"), self.left_out),
            (_("repaired"), self.repaired),
            (_("similar"), self.similar),
            (_("remark"), self.remarks),
        ):
            told += [_("{label}: {line}", label=label, line=line) for line in lines]
            if (more := lines.total - len(lines)) > 0:
                told.append(_("{count:,} more of this kind: {label}", count=more, label=label))
        told += [
            _("skipped: {count:,} {kind}", count=count, kind=kind)
            for kind, count in self.totals.skipped.most_common()
        ]
        if self.lost:
            told.append(lost_their_text(self.lost))
        if self.moved:
            told.append(where_moved(self.moved))
        return told

    @property
    def details(self) -> list[str]:
        """The full message of each of the :attr:`lines`."""
        return [*self.refused[: len(self._refused_names)], *self.lines[len(self._refused_names) :]]


def _of(name: str, remark: str) -> str:
    return _("{name}: {remark}", name=name, remark=remark)


def lost_their_text(count: int) -> str:
    """How many notes lost their text, and where they are."""
    return ngettext(
        "{count:,} note lost its text: see the notes of the updated articles",
        "{count:,} notes lost their text: see the notes of the updated articles",
        count,
    )


def where_moved(count: int) -> str:
    """How many annotations stand on changed words, and how to get there."""
    return _(
        "{annotations}: {filter} has:moved shows the articles, {next} goes there",
        annotations=on_changed_words(count),
        filter=key_name("articles.filter-articles"),
        next=key_name("reading.next-changed-annotation"),
    )


def _common_folder(places: list[str]) -> str:
    """The folder that all places are in, with a slash; empty if there is none, or only one place."""
    first, last = min(places, default=""), max(places, default="")
    same = next((index for index, pair in enumerate(zip(first, last, strict=False)) if len(set(pair)) > 1), 0)
    return first[: first.rfind("/", 0, same) + 1]
