"""Recognises a new version of an article, among files that have the same name."""

from __future__ import annotations

from collections import Counter

from store.model.anchoring.location import similarity
from store.model.anchoring.normal_form import NormalForm
from store.model.article import Article, BlockKind, Draft

SHARED, SHARED_WITH_TITLE = 0.5, 0.2
"""How much of the shorter text is in the other one, 0 to 1: the least for a new version, and the least if the
titles are alike too."""

TELLING = 12
"""Code points: a shorter text says so little that the title decides."""

SAME_TITLE = 0.7
"""The Indel similarity of titles, 0 to 1, from which they are alike."""

SAMPLED = 300_000
"""Code points of a text from which ever fewer of its runs are compared, so that memory stays bounded."""

_BODY = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION)

BRIEF, SHORT_RUN, LONG_RUN = 200, 2, 5
"""Code points: texts are compared by runs of ``LONG_RUN``; by runs of ``SHORT_RUN`` if one is shorter than
``BRIEF``, since each change breaks several runs."""


def is_new_version(article: Article, draft: Draft) -> bool:
    """Whether a draft is a new version of an article, not another article in a file of the same name.

    Titles and texts are compared in normal form, so that the other script is the same article. A title alone
    says nothing: a column has the same one every day. Nor do the lines that name the paper and its editors.
    """
    before, after = _body(article), _body(draft)
    shared = shared_part(before, after)
    if shared >= SHARED:
        return True
    titles = NormalForm(article.title).text, NormalForm(draft.title).text
    says_little = min(len(before), len(after)) < TELLING
    return (says_little or shared >= SHARED_WITH_TITLE) and similarity(*titles) >= SAME_TITLE


def shares_text(article: Draft, draft: Draft) -> bool:
    """Whether most of the shorter text is in the other one, as in a reprint under another headline."""
    return shared_part(_body(article), _body(draft)) >= SHARED


def _body(draft: Draft) -> str:
    """The normal form of the text below the title, or of all of it if there is none."""
    parts = [draft.text[block.start : block.end] for block in draft.blocks if block.kind in _BODY]
    return NormalForm("\n".join(parts) or draft.text).text


def shared_part(one: str, other: str) -> float:
    """How much of the shorter string is in the longer one too, 0 to 1, in whatever order."""
    length = SHORT_RUN if min(len(one), len(other)) < BRIEF else LONG_RUN
    step = 1 + max(len(one), len(other)) // SAMPLED
    ours, theirs = _runs(one, length, step), _runs(other, length, step)
    least = min(ours.total(), theirs.total())
    return (ours & theirs).total() / least if least else float(one == other)


def _runs(text: str, length: int, step: int) -> Counter[str]:
    """Count the runs of this length; of long texts, one in about ``step``, chosen by its first character."""
    return Counter(
        text[place : place + length]
        for place in range(len(text) - length + 1)
        if step == 1 or ord(text[place]) % step == 0
    )
