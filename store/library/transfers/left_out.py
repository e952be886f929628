"""The sentences that say what of a transfer was left out, because the user's role does not allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.language import _
from store.library.transfers.permitted_changes import Refusal
from store.model.edits import ARTICLE, TEXT, Edit
from store.model.labels import cut
from store.storage.three_way.documents import Tables
from store.storage.three_way.merge_conflict import called, field_name, name_of
from store.wording import counted, listed

_MOST = 5
"""Things that a sentence names."""

_UNNAMED = {"corrected", "modified", "digest", "language", "added"}
"""Fields that follow from others."""


def left_out(refused: Iterable[Refusal], title: str, versions: Iterable[Tables]) -> list[str]:
    """Return a sentence for each reason for which something of an article was refused.

    :param title: the title of the article; empty for the documents of the library itself.
    :param versions: the documents on the side that they come from, and as they were transferred before: what
        has a name in one of them is called by it.
    """
    known = list(versions)
    reasons: dict[str, list[Edit]] = {}
    for edit, error in refused:
        reasons.setdefault(str(error), []).append(edit)
    found = []
    for reason, edits in reasons.items():
        names = list(dict.fromkeys(name for edit in _of_whole(edits) for name in _names(edit, known)))
        if len(names) > _MOST:
            names[_MOST - 1 :] = [
                _("{things} more", things=counted(len(names) - _MOST + 1, "thing", "things"))
            ]
        if title:
            sentence = _(
                "Left out of “{title}”: {what}. {reason}", title=title, what=listed(names), reason=reason
            )
        else:
            sentence = _(
                "Left out of the library itself: {what}. {reason}", what=listed(names), reason=reason
            )
        found.append(sentence)
    return found


def _of_whole(edits: list[Edit]) -> list[Edit]:
    """Return, of edits that add or remove an article, the one that stands for all; others as they are."""
    whole = [edit for edit in edits if edit.table == ARTICLE and None in (edit.before, edit.after)]
    return whole or edits


def _names(edit: Edit, versions: Iterable[Tables]) -> Iterator[str]:
    """Yield what an edit changes, for people: fields of an article, a document."""
    if edit.table == TEXT:
        yield called(TEXT)
    elif edit.table == ARTICLE and edit.before is not None and edit.after is not None:
        yield from (str(field_name(name)) for name in edit.after if name not in _UNNAMED)
    elif edit.table == ARTICLE:
        yield called(ARTICLE)
    else:
        fields = (version.get(edit.table, {}).get(edit.document, {}) for version in versions)
        states = [edit.after or {}, *fields, edit.before or {}]
        yield called(edit.table, cut(next(filter(None, map(name_of, states)), "")))
