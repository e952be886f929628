"""Printing how far coders agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.language import Lazy, _, lazy, ngettext, pgettext
from store.language.amounts import two_places
from tui.cli.output.figures.tables import Column, Layout, print_aligned, print_csv
from tui.cli.output.printing import print_json, print_text

if TYPE_CHECKING:
    from store.tags.agreement.agreement import Agreement, AgreementTable, PairAgreement
    from store.tags.agreement.articles import Choice

HEADS = {
    "tag": lazy("Tag", "column"),
    "article": lazy("Article", "column"),
    "round": lazy("Round", "column"),
    "month": lazy("Month", "column"),
}
"""By what the rows are about, the head of their names."""

REASONS: Mapping[str, Lazy] = {
    "one-value": lazy("– where every coder says the same of every unit: agreement by chance is certain."),
    "no-units": lazy(
        "– where no unit has the values that it takes; for Fleiss and AC1, those of all coders."
    ),
}
"""Why a coefficient is undefined."""

MATRIX_FROM = 3
"""From how many coders on there is a table of each two of them."""

ID_LENGTH = 8
"""How much of the ID of an article is printed."""


class _Cells(NamedTuple):
    """A row of a matrix of coders."""

    name: str
    cells: tuple[str, ...]


def print_coders(layout: Layout, counts: Mapping[str, int]) -> None:
    """Print the coders, each with the number of their annotations."""
    from store.formats.results.result_table import ResultTable

    table = ResultTable(("coder", "annotations"), sorted(counts.items()))
    if layout is Layout.CSV:
        print_csv(table)
        return
    if not counts and layout is Layout.ALIGNED:
        print_text(_("Nobody has annotated anything here."))
    for coder, count in table.rows:
        if layout is Layout.JSON:
            print_json(coder=coder, annotations=count)
        else:
            print_text(f"{count:>6,}  {coder}")


def print_agreement(layout: Layout, table: AgreementTable, choice: Choice, samples: int) -> None:
    """Print the agreement of coders.

    :param samples: how many samples the intervals come from.
    """
    from store.formats.results.agreement_table import agreement_fields, agreement_table, details

    if layout is Layout.JSON:
        for row in table.rows:
            print_json(**agreement_fields(row, choice), samples=samples, **details(row))
    elif layout is Layout.CSV:
        print_csv(agreement_table(table, choice, samples))
    else:
        if len(table.coders) == 2 and (choice.by, choice.unit) == ("tag", "character"):
            _print_two_coders(table)
            print_text("")
        _print_coefficients(table, choice, samples)
        if len(table.coders) >= MATRIX_FROM:
            _print_pairs(table)


def _print_coefficients(table: AgreementTable, choice: Choice, samples: int) -> None:
    """Print a table of all coefficients."""
    columns = [
        Column(pgettext("column", "Articles"), lambda row: f"{row.articles:,}"),
        Column(pgettext("column", "Units"), lambda row: f"{row.units:,}"),
        Column(pgettext("column", "Alpha"), lambda row: _short(row.alpha.value)),
        Column(pgettext("column", "95 %"), _interval),
        Column(pgettext("column", "Kappa"), lambda row: _short(row.kappa)),
        Column(pgettext("column", "Fleiss"), lambda row: _short(row.fleiss.value)),
        Column(pgettext("column", "AC1"), lambda row: _short(row.ac1.value)),
        Column(pgettext("column", "F1"), lambda row: _short(row.f1)),
        Column(str(HEADS[choice.by]), _name, is_number=False),
    ]
    print_aligned(table.rows, columns)
    whole = table.rows[-1]
    if whole.alpha_joint is not None and whole.tags > 1:
        print_text(
            _("Alpha if all tags of a unit must be the same: {alpha}", alpha=_short(whole.alpha_joint.value))
        )
    if any(row.interval for row in table.rows):
        print_text(
            ngettext(
                "95 %: the interval of alpha, by {count:,} sample of the articles; of a single one, of its "
                "paragraphs",
                "95 %: the interval of alpha, by {count:,} samples of the articles; of a single one, of its "
                "paragraphs",
                samples,
            )
        )
    reasons = {
        each.undefined for row in table.rows for each in (row.alpha, row.fleiss, row.ac1) if each.undefined
    }
    for reason in sorted(reasons):
        print_text(str(REASONS[reason]))


def _print_pairs(table: AgreementTable) -> None:
    """Print kappa and F1 of each two coders, of all together."""
    for title, measure in (
        (_("Cohen's kappa of each two coders"), lambda pair: pair.everywhere.kappa),
        (_("F1 of each two coders"), lambda pair: pair.spans.f1),
    ):
        print_text("")
        print_text(title)
        _print_matrix(table.coders, table.rows[-1].pairs, measure)


def _print_matrix(
    names: Sequence[str],
    pairs: Sequence[PairAgreement],
    measure: Callable[[PairAgreement], float | None],
) -> None:
    found = {frozenset((pair.first, pair.second)): _short(measure(pair)) for pair in pairs}
    rows = [
        _Cells(
            name, tuple("" if name == other else found.get(frozenset((name, other)), "–") for other in names)
        )
        for name in names
    ]

    def column(place: int, name: str) -> Column:
        return Column(name, lambda row: row.cells[place])

    columns = [Column("", lambda row: row.name, is_number=False)]
    print_aligned(rows, [*columns, *(column(*each) for each in enumerate(names))])


def _print_two_coders(table: AgreementTable) -> None:
    """Print the agreement of two coders, by character and by annotation."""
    first, second = table.coders
    print_text(_("By character:      over all text      over coded text"))
    print_text(_("     both   apart  kappa   alpha      kappa   alpha   tag"))
    for row in table.rows:
        (pair,) = row.pairs
        everywhere, coded = pair.everywhere, pair.coded
        measures = (everywhere.kappa, everywhere.alpha, coded.kappa, coded.alpha)
        one, two, three, four = map(_measure, measures)
        counts = f"{everywhere.both:>9,}{everywhere.first + everywhere.second:>8,}"
        print_text(f"{counts}  {one}   {two}      {three}   {four}   {_name(row)}")
    print_text("")
    print_text(
        _(
            "By annotation: matched, only by {first}, only by {second}, F1, matched share of all",
            first=first,
            second=second,
        )
    )
    print_text(_("  matched  only 1  only 2     F1   share   tag"))
    for row in table.rows:
        spans = row.pairs[0].spans
        counts = f"{spans.both:>9,}{spans.first:>8,}{spans.second:>8,}"
        print_text(f"{counts}  {_measure(spans.f1)}   {_measure(spans.share)}   {_name(row)}")


def _name(row: Agreement) -> str:
    """The name of a row: its tag, round or month, the article, or all together."""
    if row.is_total:
        return _("(all)")
    if row.title:
        return f"{row.group[:ID_LENGTH]}  {row.title}"
    return row.group or pgettext("group", "(none)")


def _interval(row: Agreement) -> str:
    """The interval of alpha."""
    return f"{_short(row.interval.low)}…{_short(row.interval.high)}" if row.interval else "–"


def _short(value: float | None) -> str:
    """A measure; a dash if it is undefined."""
    return "–" if value is None else two_places(value)


def _measure(value: float | None) -> str:
    """A measure, five cells wide; a dash if it is undefined."""
    return f"{_short(value):>5}"
