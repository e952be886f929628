"""Printing where coders differ, and what was decided there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from store.language import _
from store.wording import counted, listed
from tui.cli.output.figures.tables import Layout, print_csv
from tui.cli.output.printing import print_json, print_record, print_text, styled

if TYPE_CHECKING:
    from store.formats.results.result_table import Value
    from store.library import Library
    from store.library.adjudication.adjudication import Taking
    from store.library.adjudication.cases import Case
    from store.library.adjudication.comparison import CodedArticle
    from store.model.annotation import Annotation
    from store.model.decisions.decision import Decision
    from store.model.decisions.disputes import Dispute

GAP = "  "

NOTHING = "—"  # untranslated: a sign
"""What a coder marked who marked nothing."""


CASE_HEADS = (
    "article", "title", "start", "end", "quote", "kind", "decided", "decided_by", "reason", "coders",
    "marked_by", "case",
)  # fmt: skip
"""The columns of a table of cases."""

DISPUTE_HEADS = (
    "article", "title", "coder", "start", "marked", "decided", "decided_by", "decided_at", "reason",
)  # fmt: skip
"""The columns of a table of decisions against coders."""


def print_coded(layout: Layout, library: Library, found: Sequence[CodedArticle]) -> None:
    """Print the cases of articles."""
    if layout is Layout.CSV:
        from store.formats.results.result_table import ResultTable

        rows = (_row(library, coded, case) for coded in found for case in coded.cases)
        print_csv(ResultTable(CASE_HEADS, rows))
    elif layout is Layout.JSON:
        for coded in found:
            for case in coded.cases:
                print_json(**_fields(library, coded, case))
    else:
        for coded in found:
            _print_article(library, coded)
        _print_totals(found)


def _row(library: Library, coded: CodedArticle, case: Case) -> tuple[Value, ...]:
    decision = case.decision
    return (
        coded.article,
        _title(library, coded.article),
        case.start,
        case.end,
        quote_of(case.annotations),
        case.kind.value,
        decision is not None,
        decision.by if decision else "",
        decision.reason if decision else "",
        tuple(coded.coders),
        tuple(case.answers),
        case.key,
    )


def _fields(library: Library, coded: CodedArticle, case: Case) -> dict[str, object]:
    return {
        "article": coded.article,
        "title": _title(library, coded.article),
        "case": case.key,
        "kind": case.kind.value,
        "start": case.start,
        "end": case.end,
        "coders": coded.coders,
        "waiting": coded.waiting,
        "annotations": [_annotation(each) for each in case.annotations],
        "decision": _decision(case.decision),
    }


def _annotation(annotation: Annotation) -> dict[str, object]:
    return {
        "id": annotation.id,
        "creator": annotation.creator,
        "start": annotation.start,
        "end": annotation.end,
        "quote": annotation.exact,
        "tags": annotation.tags,
        "note": annotation.note,
        "outcome": annotation.decision.outcome.value if annotation.decision else None,
    }


def _decision(decision: Decision | None) -> dict[str, object] | None:
    if decision is None:
        return None
    return {"by": decision.by, "at": decision.at, "reason": decision.reason}


def _print_article(library: Library, coded: CodedArticle) -> None:
    from store.library.adjudication.cases import KIND_NAMES

    decided = sum(case.is_decided for case in coded.cases)
    state = _("{decided:,} of {total:,} decided", decided=decided, total=len(coded.cases))
    head = GAP.join((library.ids.short(coded.article), _title(library, coded.article), state))
    print_text(styled(head, "bold"))
    if coded.waiting:
        print_text(GAP + _("not finished by {names}", names=listed(coded.waiting)))
    for case in coded.cases:
        mark = "✓" if case.is_decided else " "
        print_text(f"{mark} {KIND_NAMES[case.kind]}{GAP}「{quote_of(case.annotations)}」")
        for coder in case.coders:
            own = [each for each in case.annotations if each.creator == coder]
            print_text(f"    {coder}{GAP}{_marks(own)}")
    print_text("")


def _print_totals(found: Sequence[CodedArticle]) -> None:
    from store.library.adjudication.cases import KIND_NAMES, CaseKind

    cases = [case for coded in found for case in coded.cases]
    articles = counted(len(found), "article", "articles")
    if not cases:
        print_text(_("{articles}: the coders have marked nothing.", articles=articles))
        return
    kinds = Counter(case.kind for case in cases)
    named = listed(f"{KIND_NAMES[kind]} {kinds[kind]:,}" for kind in CaseKind if kinds[kind])
    print_text(
        _(
            "{articles}, {cases}: {kinds}. {decided:,} decided.",
            articles=articles,
            cases=counted(len(cases), "case", "cases"),
            kinds=named,
            decided=sum(case.is_decided for case in cases),
        )
    )


def print_taking(as_json: bool, taking: Taking, *, is_preview: bool) -> None:
    """Print what taking the agreed ones did, or would do."""
    if as_json:
        print_record(taking)
        return
    taken, articles = counted(taking.taken, "case", "cases"), counted(taking.articles, "article", "articles")
    print_text(
        _(
            "{cases} in {articles} would be taken; still open: {open:,}.",
            cases=taken,
            articles=articles,
            open=taking.open,
        )
        if is_preview
        else _(
            "{cases} in {articles} taken; still open: {open:,}.",
            cases=taken,
            articles=articles,
            open=taking.open,
        )
    )
    if taking.waiting:
        left = counted(taking.waiting, "article", "articles")
        print_text(_("{articles} left out: not all coders have finished.", articles=left))


def print_disputes(layout: Layout, library: Library, found: Iterable[tuple[str, Dispute]]) -> None:
    """Print decisions that went against coders."""
    if layout is Layout.CSV:
        from store.formats.results.result_table import ResultTable

        print_csv(ResultTable(DISPUTE_HEADS, _dispute_rows(library, found)))
        return
    number = 0
    for article, each in found:
        number += 1
        if layout is Layout.JSON:
            print_json(
                article=article,
                title=_title(library, article),
                coder=each.coder,
                marked=[_annotation(mark) for mark in each.marked],
                decided=[_annotation(mark) for mark in each.decided],
                by=each.decision.by,
                at=each.decision.at,
                reason=each.decision.reason,
            )
        else:
            quote = quote_of(each.marked or each.decided)
            print_text(GAP.join((library.ids.short(article), _title(library, article), f"「{quote}」")))
            print_text(f"    {each.coder}{GAP}{_marks(each.marked)}")
            print_text(f"    {each.decision.by}{GAP}{_marks(each.decided)}")
            if each.decision.reason:
                print_text(f"    {each.decision.reason}")
    if layout is Layout.ALIGNED:
        print_text(
            counted(number, "decision", "decisions") if number else _("No decision went against this coder.")
        )


def _dispute_rows(library: Library, found: Iterable[tuple[str, Dispute]]) -> Iterator[tuple[Value, ...]]:
    for article, each in found:
        first = (each.marked or each.decided)[0]
        decision = each.decision
        yield (
            article,
            _title(library, article),
            each.coder,
            first.start,
            _marks(each.marked),
            _marks(each.decided),
            decision.by,
            decision.at,
            decision.reason,
        )


def quote_of(annotations: Sequence[Annotation]) -> str:
    """Return the longest of the quotes, on one line."""
    return " ".join(max((each.exact for each in annotations), key=len).split())


def _marks(annotations: Sequence[Annotation]) -> str:
    """Return what somebody marked: the words with their tags."""
    shown = (
        GAP.join(filter(None, (" ".join(each.exact.split()), " ".join(each.tags)))) for each in annotations
    )
    return " / ".join(shown) or NOTHING


def _title(library: Library, article: str) -> str:
    row = library.articles.row(article)
    return row.title if row else ""
