"""What a coder is told whose work on an article is done in a blind round."""

from __future__ import annotations

from store.language import _
from store.model.tables.assignment import Assignment


def work_is_done(assignment: Assignment) -> str:
    """Return the sentence that says why nothing changes in an article, and the remedy."""
    if assignment.adjudicated:
        return work_is_adjudicated()
    return _(
        "Your work on this article is done, and you see what others marked: "
        "`pizhu done {article} --reopen` opens it again.",
        article=assignment.article[:8],
    )


def work_is_adjudicated() -> str:
    """Return the sentence that says why somebody's work on an article stays done, and the remedy."""
    return _(
        "This article has been adjudicated: your work on it stays as it is until an adjudicator takes a "
        "decision on it back."
    )
