"""What a coder is told whose work on an article is done in a blind round."""

from __future__ import annotations

from store.language import _


def work_is_done(article: str) -> str:
    """Return the sentence that says why nothing changes in the article with this ID, and the remedy."""
    return _(
        "Your work on this article is done, and you see what others marked: "
        "`pizhu done {article} --reopen` opens it again.",
        article=article[:8],
    )
