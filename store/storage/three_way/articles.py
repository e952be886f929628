"""Merging two versions of an article: its fields, its annotations, its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from store.model.annotation import Annotation, motivation_of
from store.model.article import digest
from store.model.edits import ANNOTATIONS, ARTICLE, THE_ONE, Fields, fields_of
from store.model.stable_ids import guid
from store.storage.documents import document_id
from store.storage.reanchoring import reanchored
from store.storage.three_way.documents import (
    Documents,
    FieldRules,
    Tables,
    field_conflicts,
    is_same,
    merge_documents,
    merge_fields,
    with_next_revision,
)
from store.storage.three_way.merge_conflict import MergeConflict, Outcome, name_of
from store.storage.three_way.values import (
    ABSENT,
    Value,
    by_key,
    earlier,
    either,
    encoded,
    further,
    greater,
    item_by_item,
    joined,
    later,
    merged_value,
    united,
)

ARTICLE_RULES = FieldRules(
    {
        "tags": united,
        "corrected": united,
        "attributes": by_key(either),
        "note": joined,
        "position": greater,
        "status": further,
        "added": earlier,
        "blocks": item_by_item,
    },
    silent=frozenset({"position", "status", "added", "tags", "corrected", "attributes"}),
)

_OF_TEXT = ("digest", "blocks", "language")
"""The fields of an article that belong to its text."""

_ANCHOR = ("start", "end", "exact", "prefix", "suffix", "orphan", "former")
"""The fields of an annotation that say where it stands, which are merged together."""

_SAID = (*_ANCHOR, "note", "creator")
"""The fields of an annotation of which both forms are kept."""

_ANNOTATION_RULES = FieldRules(
    {"tags": united, "created": earlier, "modified": later}, silent=frozenset({"created", "modified", "kind"})
)


class ArticleMerge(msgspec.Struct):
    """What two versions of an article became."""

    tables: Tables
    """The tables of its record: :data:`ARTICLE` and :data:`ANNOTATIONS`, and others that it had."""
    conflicts: list[MergeConflict]

    @property
    def digest(self) -> str:
        """The digest of the text that the record belongs to."""
        return str(self.tables[ARTICLE][THE_ONE].get("digest", ""))


def merge_article(
    base: Tables | None, ours: Tables, theirs: Tables, texts: Mapping[str, str | None]
) -> ArticleMerge:
    """Merge two versions of an article.

    If both have another text, the one with the smaller digest is kept. Annotations that were made in another
    text than the merged one are anchored in it; without their place if it is not in ``texts``.

    :param base: the version that both were made from; None if it is not known: nothing is deleted then.
    :param texts: the texts that are at hand by digest. A text that must be at hand to be chosen has an entry
        for it; one with None is chosen although it is not.
    """
    if base is not None and base in (ours, theirs):
        return ArticleMerge(theirs if ours == base else ours, [])
    return _Articles(base, ours, theirs, texts).merged()


def chosen_digest(base: str, ours: str, theirs: str) -> str:
    """Return which of two texts is kept, by digest: the one that was changed, else the smaller one."""
    chosen = merged_value(base, ours, theirs, lambda _base, mine, other: min(str(mine), str(other)))
    return str(chosen)


class _Articles:
    """One merge of an article."""

    def __init__(
        self, base: Tables | None, ours: Tables, theirs: Tables, texts: Mapping[str, str | None]
    ) -> None:
        self._base, self._ours, self._theirs = base, ours, theirs
        self._texts = texts
        self._conflicts: list[MergeConflict] = []
        digests = [str(_article(each).get("digest", "")) for each in (base, ours, theirs)]
        self._digests = digests[1:]
        chosen = chosen_digest(*digests)
        at_hand = [each for each in self._digests if each in texts]
        self._digest = chosen if chosen in at_hand or not at_hand else at_hand[0]

    def merged(self) -> ArticleMerge:
        """Merge all tables."""
        tables: Tables = {}
        for name in dict.fromkeys((*self._ours, *self._theirs)):
            before = None if self._base is None else self._base.get(name, {})
            ours, theirs = self._ours.get(name, {}), self._theirs.get(name, {})
            if name == ANNOTATIONS:
                tables[name] = self._annotations(before, ours, theirs)
            else:
                tables[name] = self._documents(name, before, ours, theirs)
        if ARTICLE in tables and THE_ONE in tables[ARTICLE]:
            tables[ARTICLE][THE_ONE] = self._with_text(tables[ARTICLE][THE_ONE])
        return ArticleMerge(tables, self._conflicts)

    def _documents(self, table: str, base: Documents | None, ours: Documents, theirs: Documents) -> Documents:
        rules = ARTICLE_RULES if table == ARTICLE else FieldRules()

        def merge(document: int, was: Fields | None, mine: Fields, other: Fields) -> Fields:
            merged, differences = merge_fields(was, mine, other, rules)
            if self._digests[0] != self._digests[1]:
                differences = [each for each in differences if each.field not in _OF_TEXT]
            self._conflicts += field_conflicts(table, document, merged, differences, rules)
            return merged

        return merge_documents(base, ours, theirs, merge, self._report_kept(table))

    def _report_kept(self, table: str) -> Callable[[int, Fields], None]:
        def report(document: int, fields: Fields) -> None:
            self._conflicts.append(MergeConflict(Outcome.KEPT, table, document, name_of(fields)))

        return report

    # The text

    def _with_text(self, merged: Fields) -> Fields:
        """Return the fields of the article with those of the text that was chosen."""
        if self._digests[0] == self._digests[1]:
            return merged
        mine, other = _article(self._ours), _article(self._theirs)
        owner = mine if self._digest == self._digests[0] else other
        if _article(self._base).get("digest") not in self._digests:
            kept, lost = sorted(self._digests, key=lambda each: each != self._digest)
            name = name_of(merged)
            self._conflicts.append(
                MergeConflict(Outcome.CHOSEN, "text", THE_ONE, name, "digest", kept=kept[:8], other=lost[:8])
            )
        of_text = {name: owner[name] for name in _OF_TEXT if name in owner}
        return with_next_revision({**merged, **of_text}, mine, other)

    # Annotations

    def _annotations(self, base: Documents | None, ours: Documents, theirs: Documents) -> Documents:
        before = base
        mine, other = (
            {document: self._in_text(fields, own) for document, fields in version.items()}
            for version, own in zip((ours, theirs), self._digests, strict=True)
        )
        if base is not None and self._digests != [self._digest, self._digest]:
            own = str(_article(self._base).get("digest", ""))
            before = {
                document: self._as_in(own, document, fields, (ours, mine), (theirs, other))
                for document, fields in base.items()
            }
        second: Documents = {}

        def merge(document: int, was: Fields | None, one: Fields, two: Fields) -> Fields:
            first, beside = merge_annotation(was, one, two)
            if beside is not None:
                second[document_id(str(beside["id"]))] = beside
                self._conflicts.append(MergeConflict(Outcome.BESIDE, ANNOTATIONS, document, name_of(first)))
            return first

        merged = merge_documents(before, mine, other, merge, self._report_kept(ANNOTATIONS))
        self._report_orphans(merged, ours, theirs)
        return {**merged, **{document: each for document, each in second.items() if document not in merged}}

    def _report_orphans(self, merged: Documents, *versions: Documents) -> None:
        """Report the annotations that had a place and lost it in this merge."""
        for document, fields in merged.items():
            former = [version[document] for version in versions if document in version]
            if fields.get("orphan") and not any(each.get("orphan") for each in former):
                self._conflicts.append(
                    MergeConflict(Outcome.ORPHANED, ANNOTATIONS, document, name_of(fields))
                )

    def _as_in(
        self, own: str, document: int, fields: Fields, *versions: tuple[Documents, Documents]
    ) -> Fields:
        """Return an annotation of the base as it would be in the merged text.

        Where a version left it as it was, it is what that version's became.
        """
        for version, anchored in versions:
            if document in version and is_same(version[document], fields):
                return anchored[document]
        return self._in_text(fields, own)

    def _in_text(self, fields: Fields, own: str) -> Fields:
        """Return an annotation as it is in the merged text.

        :param own: the digest of the text that it was made in.
        """
        if own == self._digest or fields.get("orphan"):
            return fields
        text = self._texts.get(self._digest)
        if text is None:
            return {**fields, "orphan": True, "former": ""}
        try:
            annotation = msgspec.convert(fields, Annotation)
        except msgspec.ValidationError:
            return fields
        return {**fields, **fields_of(reanchored(annotation, text, self._texts.get(own)))}


def merge_annotation(base: Fields | None, ours: Fields, theirs: Fields) -> tuple[Fields, Fields | None]:
    """Merge two versions of an annotation; return it, and a second one if both forms are kept.

    The one that was changed later keeps the ID; the other one gets an ID derived from its content.
    """
    before = base or {}
    merged, differences = merge_fields(base, ours, theirs, _ANNOTATION_RULES)
    anchors = [_part(each, _ANCHOR) for each in (before, ours, theirs)]
    notes = [each.get("note", ABSENT) for each in (before, ours, theirs)]
    one_note = _one_note(*notes)
    anchor = _one_anchor(base, *anchors)
    creators = [each for each in differences if each.field == "creator"]
    if one_note is not None and anchor is not None and not creators:
        first = _with_kind({**merged, **anchor, "note": one_note})
        return with_next_revision(first, ours, theirs), None
    forms = []
    for form in (ours, theirs):
        own = {name: form[name] for name in _SAID if name in form}
        if one_note is not None:
            own["note"] = one_note
        if anchor is not None:
            own |= anchor
        forms.append(_with_kind({**merged, **own, "modified": form.get("modified", "")}))
    first, beside = sorted(forms, key=_rank, reverse=True)  # as they become, so that it stays so
    said = encoded({name: beside.get(name) for name in _SAID}).decode()
    beside["id"] = guid("annotation", str(beside.get("id", "")), said)
    return with_next_revision(first, ours, theirs), with_next_revision(beside, ours, theirs)


def _one_note(base: Value, ours: Value, theirs: Value) -> str | None:
    """Return the note that says all that both do; None if they say different things."""
    if base in (ours, theirs) or ours == theirs:
        return str(merged_value(base, ours, theirs, either) or "")
    whole = joined(base, ours, theirs)
    return str(whole) if whole in (ours, theirs) else None


def _one_anchor(base: Fields | None, before: Fields, ours: Fields, theirs: Fields) -> Fields | None:
    """Return where an annotation stands; None if both versions moved it to different places."""
    if ours == theirs or (base is not None and theirs == before):
        return ours
    if base is not None and ours == before:
        return theirs
    placed = [each for each in (ours, theirs) if not each.get("orphan")]
    return placed[0] if len(placed) == 1 else None


def _part(fields: Fields, names: tuple[str, ...]) -> Fields:
    return {name: fields[name] for name in names if name in fields}


def _rank(fields: Fields) -> tuple[str, bytes]:
    return str(fields.get("modified", "")), encoded(_part(fields, _SAID))


def _with_kind(fields: Fields) -> Fields:
    """Return an annotation with the motivation that its note and tags have."""
    tags, note = fields.get("tags"), str(fields.get("note") or "")
    names = tuple(map(str, tags)) if isinstance(tags, list) else ()
    return {**fields, "kind": str(motivation_of(names, note))}


def _article(tables: Tables | None) -> Fields:
    return (tables or {}).get(ARTICLE, {}).get(THE_ONE, {})


def texts_at_hand(*texts: str) -> dict[str, str | None]:
    """Return texts by their digests."""
    return {digest(text): text for text in texts}
