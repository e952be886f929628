"""The rows of the table of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from store.language import Lazy, _, lazy
from store.language.amounts import two_places
from store.tags.agreement.agreement import Agreement
from tui.search.tables.word_table import WordRow, sorted_rows

HEADS: tuple[Lazy, ...] = (
    lazy("Tag", "column"), lazy("Alpha", "column"), lazy("95 %", "column"), lazy("Kappa", "column"),
    lazy("F1", "column"), lazy("Fleiss", "column"), lazy("AC1", "column"), lazy("Articles", "column"),
)  # fmt: skip
"""The heads of the columns."""


def row_of(agreement: Agreement) -> WordRow:
    """Return the agreement on a tag, or on all together, as a row. What is undefined comes last."""
    interval = agreement.interval
    measures = (
        agreement.alpha.value, agreement.kappa, agreement.f1, agreement.fleiss.value, agreement.ac1.value,
    )  # fmt: skip
    alpha, *others = (-inf if each is None else each for each in measures)
    shown_alpha, *others_shown = ("–" if each is None else two_places(each) for each in measures)
    return WordRow(
        _("(all)") if agreement.is_total else agreement.group,
        agreement,
        (alpha, interval.low if interval else -inf, *others, agreement.articles),
        (
            shown_alpha,
            f"{two_places(interval.low)}…{two_places(interval.high)}" if interval else "–",
            *others_shown,
            f"{agreement.articles:,}",
        ),
    )


def in_order(rows: Sequence[WordRow], column: int, *, is_reversed: bool) -> list[WordRow]:
    """Return the rows sorted by a column; the last one, of all together, stays there."""
    return [*sorted_rows(rows[:-1], column, is_reversed=is_reversed), *rows[-1:]]
