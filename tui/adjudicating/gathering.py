"""Reads the cases that the screen lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from store.library import Library
from store.library.adjudication.cases import Case, CaseKind
from store.library.adjudication.comparison import CodedArticle, Comparison
from store.model.annotation import Annotation


class CaseRow(NamedTuple):
    """A case with what is shown of it."""

    article: str
    """The ID of the article."""
    title: str
    case: Case
    results: tuple[Annotation, ...]
    """What came of its decision."""

    @property
    def is_agreed(self) -> bool:
        """Whether all coders marked the same."""
        return self.case.kind is CaseKind.AGREED

    @property
    def place(self) -> tuple[str, int]:
        """Where it is: the article and the offset of its beginning."""
        return self.article, self.case.start


class Gathered(NamedTuple):
    """The cases of some articles."""

    rows: list[CaseRow]
    waiting: Counter[str]
    """By name, how many articles wait for members who have not finished them. Their cases are left out."""
    coded: int
    """Articles that two coders or more have worked on."""


def gather(library: Library, comparison: Comparison, articles: Iterable[str]) -> Gathered:
    """Return the cases of articles, in their order."""
    rows: list[CaseRow] = []
    waiting: Counter[str] = Counter()
    coded = 0
    for each in library.adjudication.coded(comparison, articles):
        coded += 1
        waiting.update(each.waiting)
        if not each.waiting:
            rows += rows_of(library, each)
    return Gathered(rows, waiting, coded)


def rows_of(library: Library, coded: CodedArticle) -> list[CaseRow]:
    """Return the cases of an article."""
    row = library.articles.row(coded.article)
    title = row.title if row else ""
    return [CaseRow(coded.article, title, case, coded.results_of(case)) for case in coded.cases]
