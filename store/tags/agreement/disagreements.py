"""The places where coders disagree on a tag."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from store.library import Library
from store.progress import Progress, no_progress
from store.tags.agreement.articles import Choice, coded_articles
from store.tags.agreement.coders import team
from store.tags.agreement.runs import runs_by_tag
from store.tags.agreement.tally import CodedArticle


class Disagreement(msgspec.Struct, frozen=True):
    """Characters that some coders gave a tag and others, who coded the article too, did not."""

    article: str
    """The ID of the article."""
    start: int
    end: int
    tag: str
    given: tuple[str, ...]
    """Who gave the tag."""
    withheld: tuple[str, ...]
    """Who did not."""


def disagreements(
    library: Library,
    named: Sequence[str] = (),
    articles: Iterable[str] | None = None,
    choice: Choice | None = None,
    *,
    everyone: bool = False,
    assigned: Mapping[str, Collection[str]] | None = None,
    progress: Progress = no_progress,
) -> Iterator[Disagreement]:
    """Yield the places where coders disagree, article by article in text order.

    Arguments and errors are those of :func:`store.tags.agreement.agreement.agreement`; places are of
    characters, whatever the unit is.
    """
    wanted = list(articles) if articles is not None else [row.id for row in library.articles.rows()]
    group = team(library, named, wanted, everyone=everyone, assigned=assigned, progress=progress)
    choice = choice or Choice()
    for _group, coded in coded_articles(library, group, choice):
        places = _in_article(coded, dict(enumerate(group.names)))
        counted = [each for each in places if not choice.tags or each.tag in choice.tags]
        yield from sorted(counted, key=lambda each: each.start)


def _in_article(coded: CodedArticle, names: Mapping[int, str]) -> Iterator[Disagreement]:
    for tag, runs in runs_by_tag(coded.marks).items():
        for run in runs:
            if run.coders != coded.coders:
                given = tuple(name for number, name in names.items() if run.coders >> number & 1)
                left = coded.coders & ~run.coders
                withheld = tuple(name for number, name in names.items() if left >> number & 1)
                yield Disagreement(coded.article, run.start, run.end, tag, given, withheld)
