"""Merges what comes back from a package, by what was given away: added, changed and deleted annotations."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from store.errors import PizhuError
from store.language import _
from store.library.packages.packages import PROGRESS
from store.model.annotation import Annotation
from store.model.article import Article, digest
from store.model.bundle import Merged
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, LIBRARY, TEXT, THE_ONE, Edit, Fields
from store.model.package import Package, PackagedArticle, PackagedTables
from store.progress import Progress, no_progress
from store.storage.document_store import DocumentStore
from store.storage.documents import article_of, free_document_id, read_consistent
from store.storage.three_way.articles import merge_article
from store.storage.three_way.documents import is_same
from store.storage.three_way.libraries import merge_library
from store.storage.three_way.merge_conflict import sentences
from store.storage.three_way.stored import added_tag_edits, edits_to, stored_article, stored_library, tags_in

_NAME = {CODEBOOK: "name", "attributes": "name", "words": "word"}
"""The field that a person calls the entries of a table by."""


class ReturningPackage:
    """A package that comes back to its library. The caller holds the library's lock throughout."""

    def __init__(self, store: DocumentStore, package: Package, merged: Merged) -> None:
        """Merge ``package`` into the library in ``store``; what became of it is counted in ``merged``."""
        self._store = store
        self._package = package
        self._merged = merged
        self.handled: set[str] = set()
        """The IDs of the articles that were merged, or need not be; others are new here."""

    def edits(self, progress: Progress = no_progress) -> list[Edit]:
        """Build the edits that bring everything in, and count it."""
        edits, codebook = self._library_edits()
        renamed = self._renamed_here()
        used: set[str] = set()
        wanted = sorted(self._package.ids)
        unreadable = set(wanted)
        for done, article in enumerate(self._package.read(wanted)):
            progress(done, len(wanted))
            unreadable.discard(article.id)
            try:
                edits += self._article_edits(_with_renamed_tags(article, renamed), used)
            except (PizhuError, msgspec.ValidationError) as error:
                title = article.theirs.get(ARTICLE, {}).get(THE_ONE, {}).get("title", "")
                self.handled.add(article.id)
                self._merged.left_out.append(_("“{title}” was left out: {reason}", title=title, reason=error))
        self.handled |= unreadable  # which was told
        return [*edits, *added_tag_edits(codebook, used)]

    # The library itself

    def _library_edits(self) -> tuple[list[Edit], dict[int, Fields]]:
        """Build the edits of the library itself; return the codebook that results too."""
        ours = stored_library(self._store, self._package.theirs)
        base, theirs = _with_additions_alone(self._package.base, self._package.theirs)
        found = merge_library(base, ours, theirs)
        self._merged.conflicts += sentences(found.conflicts, _("The library"))
        self._merged.tags_added += len(found.tables[CODEBOOK].keys() - ours[CODEBOOK].keys())
        return edits_to("", ours, found.tables), found.tables[CODEBOOK]

    def _renamed_here(self) -> dict[str, str]:
        """Return, by their names in the package, the names of the tags that were renamed here since."""
        ours = stored_library(self._store)[CODEBOOK]
        names = {str(tag.get("name")) for tag in ours.values()}
        return {
            str(tag["name"]): str(ours[document]["name"])
            for document, tag in self._package.base.get(CODEBOOK, {}).items()
            if document in ours and tag.get("name") not in names
        }

    # Articles

    def _article_edits(self, article: PackagedArticle, used: set[str]) -> list[Edit]:
        """Build the edits of an article that was given away.

        :param used: the tags that it uses then are added to it.
        """
        theirs = _with_progress_of(article.base, article.theirs)
        is_untouched = _unlike(article.base, theirs) == 0
        if article.id not in self._store:
            if is_untouched:
                self.handled.add(article.id)
            return []
        self.handled.add(article.id)
        self._merged.articles_known += 1
        self._merged.annotations_known += len(article.theirs.get(ANNOTATIONS, {}))
        if is_untouched:
            return []
        _check(theirs, article.text)
        record = read_consistent(self._store, article.id)
        article_of(record)
        ours = stored_article(record)
        texts: dict[str, str | None] = {digest(each): each for each in (article.text, record.text)}
        found = merge_article(article.base, ours, theirs, texts)
        edits = edits_to(article.id, ours, found.tables)
        text = texts.get(found.digest)
        if text is not None and text != record.text:
            edits.append(Edit.between(article.id, TEXT, THE_ONE, {TEXT: record.text}, {TEXT: text}))
        self._count(edits)
        title = str(found.tables[ARTICLE][THE_ONE].get("title", ""))
        self._merged.conflicts += sentences(found.conflicts, _("“{title}”", title=title))
        used |= tags_in(found.tables)
        return edits

    def _count(self, edits: list[Edit]) -> None:
        merged = self._merged
        for edit in edits:
            if edit.table != ANNOTATIONS:
                continue
            merged.annotations_added += edit.before is None
            merged.annotations_deleted += edit.after is None
            merged.annotations_changed += edit.before is not None and edit.after is not None
            merged.annotations_known -= edit.before is None


def _unlike(one: PackagedTables, other: PackagedTables) -> int:
    """Return how many documents of two versions differ."""
    return sum(
        not is_same(one.get(table, {}).get(document, {}), other.get(table, {}).get(document, {}))
        for table in {*one, *other}
        for document in {*one.get(table, {}), *other.get(table, {})}
    )


def _check(tables: PackagedTables, text: str) -> None:
    """Check that the documents of an article are what a record has.

    :raises ValidationError: they are not.
    """
    msgspec.convert({**tables[ARTICLE][THE_ONE], TEXT: text}, Article)
    for fields in tables.get(ANNOTATIONS, {}).values():
        msgspec.convert(fields, Annotation)


def _with_progress_of(base: PackagedTables, theirs: PackagedTables) -> PackagedTables:
    """Return an article as it comes back, without how far the person has read it."""
    was = base[ARTICLE][THE_ONE]
    progress = {name: was[name] for name in PROGRESS if name in was}
    return {**theirs, ARTICLE: {**theirs[ARTICLE], THE_ONE: {**theirs[ARTICLE][THE_ONE], **progress}}}


def _with_additions_alone(
    base: PackagedTables, theirs: PackagedTables
) -> tuple[PackagedTables, PackagedTables]:
    """Return base and theirs of the library so that nothing that is used here is deleted or renamed.

    Somebody who has a part of a library does not see what else uses a tag. One that was renamed comes as a
    new one.
    """
    former: PackagedTables = {}
    coming: PackagedTables = {}
    for table in {*base, *theirs} - {LIBRARY}:
        name = _NAME.get(table, "name")
        former[table], coming[table] = {}, {}
        for document, fields in theirs.get(table, {}).items():
            was = base.get(table, {}).get(document)
            if was is None or was.get(name) == fields.get(name):
                coming[table][document] = fields
            else:
                taken = {*coming[table], *theirs[table], *base[table]}
                coming[table][free_document_id(table, str(fields.get(name)), taken)] = fields
            if was is not None and document in coming[table]:
                former[table][document] = was
    return former, coming


def _with_renamed_tags(article: PackagedArticle, renamed: Mapping[str, str]) -> PackagedArticle:
    """Return an article with the names that its tags have here."""
    if not renamed:
        return article
    base, theirs = (
        {
            table: {document: _renamed(fields, renamed) for document, fields in documents.items()}
            for table, documents in version.items()
        }
        for version in (article.base, article.theirs)
    )
    return PackagedArticle(article.id, base, theirs, article.text)


def _renamed(fields: Fields, renamed: Mapping[str, str]) -> Fields:
    tags = fields.get("tags")
    if not isinstance(tags, list):
        return fields
    return {**fields, "tags": [*dict.fromkeys(renamed.get(str(name), str(name)) for name in tags)]}
