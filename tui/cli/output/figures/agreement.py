"""Printing how far coders agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.language import _
from tui.cli.output.printing import print_json, print_text

if TYPE_CHECKING:
    from store.tags.intercoder_agreement import Agreement


def print_coders(as_json: bool, counts: Mapping[str, int]) -> None:
    """Print the coders, each with the number of their annotations."""
    for coder, count in sorted(counts.items()):
        if as_json:
            print_json(coder=coder, annotations=count)
        else:
            print_text(f"{count:>6,}  {coder}")


def print_agreement(as_json: bool, rows: Sequence[Agreement], first: str, second: str) -> None:
    """Print the agreement of two coders, by character and by annotation.

    :param rows: one per tag; the last one is of all tags together.
    """
    if as_json:
        for row in rows:
            print_json(**_fields(row))
        return
    print_text(_("By character:      over all text      over coded text"))
    print_text(_("     both   apart  kappa   alpha      kappa   alpha   tag"))
    for row in rows:
        everywhere, coded = row.everywhere, row.coded
        measures = (everywhere.kappa, everywhere.alpha, coded.kappa, coded.alpha)
        one, two, three, four = map(_measure, measures)
        counts = f"{everywhere.both:>9,}{everywhere.first + everywhere.second:>8,}"
        print_text(f"{counts}  {one}   {two}      {three}   {four}   {row.tag or _('(all)')}")
    print_text("")
    print_text(
        _(
            "By annotation: matched, only by {first}, only by {second}, F1, matched share of all",
            first=first,
            second=second,
        )
    )
    print_text(_("  matched  only 1  only 2     F1   share   tag"))
    for row in rows:
        spans = row.spans
        counts = f"{spans.both:>9,}{spans.first:>8,}{spans.second:>8,}"
        print_text(f"{counts}  {_measure(spans.f1)}   {_measure(spans.share)}   {row.tag or _('(all)')}")


def _fields(row: Agreement) -> dict[str, object]:
    everywhere, coded, spans = row.everywhere, row.coded, row.spans
    return {
        "tag": row.tag or None,
        "both": everywhere.both,
        "apart": everywhere.first + everywhere.second,
        "kappa": everywhere.kappa,
        "alpha": everywhere.alpha,
        "kappa_coded": coded.kappa,
        "alpha_coded": coded.alpha,
        "matched": spans.both,
        "only_first": spans.first,
        "only_second": spans.second,
        "f1": spans.f1,
        "share": spans.share,
    }


def _measure(value: float | None) -> str:
    """A measure, five cells wide; a dash if it is undefined."""
    return "    –" if value is None else f"{value:5.2f}"
