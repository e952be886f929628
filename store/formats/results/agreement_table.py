"""The table of the agreement of coders, as the command prints it and the reader writes it to files."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from store.formats.results.result_table import ResultTable, Value

if TYPE_CHECKING:
    from store.tags.agreement.agreement import Agreement, AgreementTable
    from store.tags.agreement.articles import Choice


def agreement_table(table: AgreementTable, choice: Choice, samples: int) -> ResultTable:
    """Return the agreement of coders as a table, with columns for each two of them.

    :param samples: how many samples the intervals come from.
    """
    rows = [
        {**agreement_fields(row, choice), "samples": samples, **_in_columns(row, table.coders)}
        for row in table.rows
    ]
    return ResultTable(tuple(rows[0]), [tuple(row.values()) for row in rows])


def agreement_fields(row: Agreement, choice: Choice) -> dict[str, Value]:
    """Return the figures of a row by name. Counts of more than two coders are those of all pairs together."""
    is_one_pair = len(row.pairs) == 1
    return {
        "tag": row.group or None if choice.by == "tag" else None,
        "both": sum(pair.everywhere.both for pair in row.pairs),
        "apart": sum(pair.everywhere.first + pair.everywhere.second for pair in row.pairs),
        "kappa": row.kappa,
        "alpha": row.alpha.value,
        "kappa_coded": row.kappa_coded,
        "alpha_coded": row.alpha_coded.value,
        "matched": sum(pair.spans.both for pair in row.pairs),
        "only_first": row.pairs[0].spans.first if is_one_pair else None,
        "only_second": row.pairs[0].spans.second if is_one_pair else None,
        "f1": row.f1,
        "share": row.share,
        "by": str(choice.by),
        "group": None if row.is_total else row.group,
        "title": row.title or None,
        "unit": str(choice.unit),
        "articles": row.articles,
        "units": row.units,
        "tags": row.tags,
        "alpha_low": row.interval.low if row.interval else None,
        "alpha_high": row.interval.high if row.interval else None,
        "alpha_joint": row.alpha_joint.value if row.alpha_joint else None,
        "fleiss": row.fleiss.value,
        "ac1": row.ac1.value,
        "observed": row.observed,
    }


def details(row: Agreement) -> dict[str, object]:
    """Return what JSON has beside the figures of a row: coders, pairs, why a coefficient is undefined."""
    pairs = [
        {
            "first": pair.first,
            "second": pair.second,
            "kappa": pair.everywhere.kappa,
            "alpha": pair.everywhere.alpha,
            "matched": pair.spans.both,
            "only_first": pair.spans.first,
            "only_second": pair.spans.second,
            "f1": pair.spans.f1,
        }
        for pair in row.pairs
    ]
    return {"coders": row.coders, "pairs": pairs, "undefined": _undefined(row)}


def _in_columns(row: Agreement, names: Sequence[str]) -> dict[str, Value]:
    """The same in columns of a table: kappa and F1 of each two coders."""
    found = {(pair.first, pair.second): pair for pair in row.pairs}
    undefined = tuple(f"{name}: {reason}" for name, reason in _undefined(row).items())
    columns: dict[str, Value] = {"coders": row.coders, "undefined": undefined}
    for one, other in combinations(names, 2):
        pair = found.get((one, other))
        columns[f"kappa {one} | {other}"] = pair.everywhere.kappa if pair else None
        columns[f"f1 {one} | {other}"] = pair.spans.f1 if pair else None
    return columns


def _undefined(row: Agreement) -> dict[str, str]:
    """Why coefficients are undefined, by their names."""
    coefficients = {
        "alpha": row.alpha, "alpha_coded": row.alpha_coded, "alpha_joint": row.alpha_joint,
        "fleiss": row.fleiss, "ac1": row.ac1,
    }  # fmt: skip
    reasons = {name: str(each.undefined) for name, each in coefficients.items() if each and each.undefined}
    if row.kappa is None:
        has_units = any(pair.everywhere.total for pair in row.pairs)
        reasons["kappa"] = "one-value" if has_units else "no-units"
    return reasons
