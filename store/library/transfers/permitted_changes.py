"""What of a transfer the user's role in the team allows: that is written, and the rest is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.errors import Forbidden
from store.language import _
from store.library.transactions import Transactions
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, READING_FIELDS, TEXT, Edit, by_article
from store.model.labels import quoted
from store.storage.three_way.documents import Tables
from store.storage.three_way.stored import tags_in

_FOLLOWING = {ARTICLE: {"corrected"}, ANNOTATIONS: {"modified"}}
"""Fields that say that others were changed: where they differ alone, the change was taken back."""


class Refusal(NamedTuple):
    """An edit that the user's role does not allow."""

    edit: Edit
    reason: Forbidden

    @property
    def is_told(self) -> bool:
        """Whether it is a change that somebody has made and not taken back."""
        before, after = self.edit.before, self.edit.after
        following = _FOLLOWING.get(self.edit.table, set())
        return before is None or after is None or not after.keys() <= following


class Written(NamedTuple):
    """What became of edits."""

    accepted: list[Edit]
    refused: list[Refusal]


class PermittedChanges:
    """Writes, of the edits of a transfer, those that the user's role allows."""

    def __init__(self, transactions: Transactions) -> None:
        """Write by ``transactions``, whose lock the caller holds."""
        self._transactions = transactions
        self.refused_tags: set[str] = set()
        """The names of tags that the user may not create. What has one of them is refused too."""

    def write(self, label: str, edits: Sequence[Edit]) -> Written:
        """Write edits all together; if some of them are refused, the others.

        What is refused of an article is its own fields, or single annotations; all of one that is new, is
        removed or gets another text.

        :param label: the name of the step; empty for none.
        """
        written = Written([], [])
        if not self.refused_tags & _tags_after(edits):
            self._write([list(edits)], label, written)
            if not written.refused:
                return written
            written = Written([], [])
        parts = list(_parts(edits))
        self._write([part for part in parts if not part[0].article], label, written)
        self._note_refused_tags(written)
        allowed = []
        for part in parts:
            if not part[0].article:
                continue
            if lacking := self.refused_tags & _tags_after(part):
                reason = _lacks_tags(lacking)
                written.refused.extend(Refusal(edit, reason) for edit in part)
            else:
                allowed.append(part)
        self._write(allowed, label, written)
        return written

    def _write(self, parts: list[list[Edit]], label: str, written: Written) -> None:
        """Write parts, each of which takes effect as a whole or not at all.

        They are halved until what is refused stands alone.
        """
        edits = [edit for part in parts for edit in part]
        if not edits:
            return
        try:
            self._transactions.commit(label, edits)
        except Forbidden as error:
            if len(parts) == 1:
                written.refused.extend(Refusal(edit, error) for edit in edits)
                return
            middle = len(parts) // 2
            self._write(parts[:middle], label, written)
            self._write(parts[middle:], label, written)
        else:
            written.accepted.extend(edits)

    def _note_refused_tags(self, written: Written) -> None:
        """Note the tags that are not created, nor renamed, and say so as the reason."""
        for place, (edit, _error) in enumerate(written.refused):
            if edit.table == CODEBOOK and edit.after is not None and "name" in edit.after:
                name = str(edit.after["name"])
                self.refused_tags.add(name)
                written.refused[place] = Refusal(edit, _lacks_tags([name]))


def base_without(refused: Iterable[Edit], base: Tables, source: Tables) -> Tables | None:
    """Return what was transferred of an article, or of the library itself, when a part of it was refused.

    What was refused is in it as it was before, so that it is offered again.

    :param base: the documents as they were transferred before.
    :param source: the documents on the side that they come from.
    :return: None if what was transferred must stay as it was before.
    """
    found = {table: dict(documents) for table, documents in source.items()}
    for edit in refused:
        was = base.get(edit.table, {}).get(edit.document)
        now = found.get(edit.table, {}).get(edit.document)
        if was is None and now is None:
            return None  # it is beside another one: both come of what both sides have changed
        if was is None:
            del found[edit.table][edit.document]
        elif now is None or edit.before is None or edit.after is None:
            found.setdefault(edit.table, {})[edit.document] = was
        else:
            kept = {name: value for name, value in now.items() if name not in edit.after}
            former = {name: was[name] for name in edit.after if name in was}
            found[edit.table][edit.document] = {**kept, **former}
    return found


def _parts(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Divide edits into those that must take effect together."""
    for group in by_article(edits).values():
        if any(edit.table == TEXT for edit in group):  # it is new, removed, or has another text
            yield group
            continue
        for edit in group:
            yield from _divided(edit) if edit.table == ARTICLE else ([edit],)


def _divided(edit: Edit) -> Iterator[list[Edit]]:
    """Divide an edit of an article into how far it was read, and the rest."""
    before, after = edit.before or {}, edit.after or {}
    for names in (after.keys() & READING_FIELDS, after.keys() - READING_FIELDS):
        if names:
            yield [
                Edit(
                    article=edit.article,
                    table=edit.table,
                    document=edit.document,
                    before={name: before.get(name) for name in after if name in names},
                    after={name: after[name] for name in after if name in names},
                )
            ]


def _tags_after(edits: Iterable[Edit]) -> set[str]:
    """Return the tags that articles and annotations have by edits of theirs."""
    found: set[str] = set()
    for edit in edits:
        if edit.article and edit.after is not None:
            found |= tags_in({edit.table: {edit.document: edit.after}})
    return found


def _lacks_tags(names: Iterable[str]) -> Forbidden:
    return Forbidden(
        _(
            "Only managers create tags, and there is no tag {names} on the server: ask a manager for it, "
            "then pull and push again.",
            names=quoted(sorted(names)),
        )
    )
