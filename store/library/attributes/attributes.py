"""The attributes of a library: their definitions, and changing them wherever articles have values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.index.article_index import ArticleIndex, AttributeFacet
from store.language import _
from store.library.attributes.values import canonical_value
from store.library.corrections import field_named
from store.library.library_table import LibraryTable
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.article import Article
from store.model.edits import ARTICLE, ATTRIBUTES, THE_ONE, Edit, Fields, Json
from store.model.tables.attribute import (
    KIND_NAMES,
    ArticleAttribute,
    AttributeKind,
    clean_attribute_name,
    split_choices,
)
from store.progress import Progress, halves, no_progress
from store.query.names import field_name
from store.query.tree import ANY, Attribute, Comparison, Field, Query
from store.storage.document_store import DocumentStore
from store.storage.documents import attributes_of
from store.wording import counted, listed

T = TypeVar("T")

_OWN = frozenset(
    {
        *(name for name in Article.__struct_fields__),
        *("file", "chars", "annotations", "path", "tag", "tags", "keywords", "status", "creator"),
        *("文件", "正文", "标签", "状态", "笔记", "全文", "编号"),
    }
)
"""Names that articles, tables and commands use for something else."""


class Attributes:
    """The attributes that one library defines. Every change is a step that can be undone."""

    def __init__(self, store: DocumentStore, transactions: Transactions, index: ArticleIndex) -> None:
        self._store = store
        self._transactions = transactions
        self._index = index
        self._table = LibraryTable(store, ATTRIBUTES, attributes_of, lambda each: each.name)

    def all(self) -> tuple[ArticleAttribute, ...]:
        """Return all attributes, sorted by name."""
        return tuple(sorted(self._table.records().values(), key=lambda each: each.name))

    def names(self) -> tuple[str, ...]:
        """Return the names of all attributes, sorted."""
        return tuple(each.name for each in self.all())

    def get(self, name: str) -> ArticleAttribute:
        """Return the attribute with a name, in any script, width and case.

        :raises UsageError: there is none.
        """
        every = self.all()
        found = named(every, name)
        if found is not None:
            return found
        if not every:
            raise UsageError(
                _(
                    "There is no attribute {name!r}: define one with `pizhu attributes add {name}`.",
                    name=name,
                )
            )
        raise UsageError(
            _(
                "There is no attribute {name!r}: use one of {names}.",
                name=name,
                names=listed(each.name for each in every),
            )
        )

    def users(self, name: str) -> list[str]:
        """Return the IDs of the articles that have a value of an attribute."""
        return self._index.filtered(Query((Attribute(name, Comparison.IS, ANY),)))

    def uses(self) -> dict[str, int]:
        """Return how many articles have a value of each attribute, by its name."""
        counts: dict[str, int] = {}
        for facet in self.facets():
            counts[facet.name] = counts.get(facet.name, 0) + facet.articles
        return counts

    def facets(self) -> list[AttributeFacet]:
        """Return the values that articles have, sorted by name, the most frequent of each attribute first.

        Of values whose attribute is not defined any more, nothing is told.
        """
        names = frozenset(self.names())
        return [facet for facet in self._index.attribute_facets() if facet.name in names] if names else []

    # Changing definitions

    def add(
        self,
        name: str,
        kind: AttributeKind = AttributeKind.TEXT,
        choices: Iterable[str] = (),
        description: str = "",
    ) -> ArticleAttribute:
        """Define an attribute; return its definition.

        :raises UsageError: the name is not valid or taken, a choice has no values to choose from, or another
            kind has some.
        """
        with self._transactions.begin():
            new = ArticleAttribute(
                name=self._free_name(name),
                kind=kind,
                choices=_choices(kind, choices),
                description=" ".join(description.split()),
            )
            label = step_labels.add_attribute(name=new.name)
            self._transactions.commit(label, self._table.upsert_edits([new]))
        return new

    def describe(self, name: str, description: str) -> ArticleAttribute:
        """Set the description of an attribute; return its definition.

        :raises UsageError: there is no such attribute.
        """
        with self._transactions.begin():
            after = msgspec.structs.replace(self.get(name), description=" ".join(description.split()))
            self._write(after)
        return after

    def set_choices(self, name: str, choices: Iterable[str]) -> ArticleAttribute:
        """Set the values of a choice; return its definition.

        :raises UsageError: there is no such attribute, it is no choice, or articles have a value that is not
            among the new ones.
        """
        with self._transactions.begin():
            before = self.get(name)
            if before.kind is not AttributeKind.CHOICE:
                raise UsageError(
                    _(
                        "{name} is no choice but a {kind}: it takes no list of values.",
                        name=before.name,
                        kind=KIND_NAMES[before.kind],
                    )
                )
            after = msgspec.structs.replace(before, choices=_choices(before.kind, choices))
            used = {facet.value: facet.articles for facet in self.facets() if facet.name == before.name}
            missing = [value for value in used if value not in after.choices]
            if missing:
                raise UsageError(
                    _(
                        "{name} is “{value}” in {articles}: keep that choice, or give them another value "
                        "first.",
                        name=before.name,
                        value=missing[0],
                        articles=counted(used[missing[0]], "article", "articles"),
                    )
                )
            self._write(after)
        return after

    def rename(self, name: str, new: str, progress: Progress = no_progress) -> int:
        """Rename an attribute; return how many articles have a value of it.

        :param progress: called with articles done and articles in total; can stop this until it takes effect.
        :raises UsageError: there is no such attribute, or the new name is not valid or taken.
        """
        with self._transactions.begin():
            before = self.get(name)
            after = msgspec.structs.replace(before, name=self._free_name(new, instead_of=before.name))
            document = next(each for each, found in self._table.records().items() if found == before)
            edits = [
                Edit(
                    article="",
                    table=ATTRIBUTES,
                    document=document,
                    before={"name": before.name},
                    after={"name": after.name},
                )
            ]
            label = step_labels.rename_attribute(name=before.name, new=after.name)
            return self._rewrite(before.name, after.name, edits, label, progress)

    def remove(self, name: str, *, force: bool = False, progress: Progress = no_progress) -> int:
        """Remove an attribute with its values; return how many articles had one.

        :param force: whether it is removed if articles have values of it.
        :param progress: called with articles done and articles in total; can stop this until it takes effect.
        :raises UsageError: there is no such attribute, or it has values and ``force`` is not given.
        """
        with self._transactions.begin():
            before = self.get(name)
            users = len(self.users(before.name))
            if users and not force:
                raise UsageError(
                    _(
                        "{articles} with a value of {name}: use --force to remove them too.",
                        articles=counted(users, "article", "articles"),
                        name=before.name,
                    )
                )
            edits = self._table.removal_edits([before.name])
            label = step_labels.remove_attribute(name=before.name)
            return self._rewrite(before.name, "", edits, label, progress)

    def _rewrite(self, name: str, new: str, edits: list[Edit], label: str, progress: Progress) -> int:
        """Rename an attribute in all articles that have a value of it; return how many these are.

        :param new: its new name; empty if it is removed.
        :param edits: those of its definition.
        """
        users = sorted(self.users(name))
        reading, writing = halves(progress)
        for done, article in enumerate(users):
            reading(done, len(users))
            before = _attribute_fields(self._store.read(article, with_text=False).article)
            after: Fields = {
                "attributes": _renamed_keys(cast("dict[str, Json]", before["attributes"]), name, new),
                "corrected": [
                    *_renamed_keys(dict.fromkeys(cast("list[str]", before["corrected"])), name, new)
                ],
            }
            edits.append(Edit.between(article, ARTICLE, THE_ONE, before, after))
        self._transactions.commit(label, edits, progress=writing)
        return len(users)

    def _write(self, after: ArticleAttribute) -> None:
        label = step_labels.change_attribute(name=after.name)
        self._transactions.commit(label, self._table.upsert_edits([after]))

    def _free_name(self, typed: str, instead_of: str = "") -> str:
        """Return a valid name that nothing else has.

        :param instead_of: the attribute that gets it, whose present name may differ only in script and case.
        """
        name = free_name(typed)
        there = named(self.all(), name)
        if there is not None and (there.name != instead_of or there.name == name):
            raise UsageError(_("There is an attribute {name} already.", name=there.name))
        return name


def _attribute_fields(article: Fields) -> Fields:
    """Return the fields of a record in which the names of attributes stand."""
    return {"attributes": article.get("attributes") or {}, "corrected": article.get("corrected") or []}


def _renamed_keys(values: Mapping[str, T], name: str, new: str) -> dict[str, T]:
    """Return a mapping with a key renamed; without it if its new name is empty."""
    return {new if key == name else key: value for key, value in values.items() if new or key != name}


def named(attributes: Iterable[ArticleAttribute], name: str) -> ArticleAttribute | None:
    """Return the attribute with a name, in any script, width and case; None when there is none."""
    wanted = fold(name.strip())
    return next((each for each in attributes if fold(each.name) == wanted), None)


def free_name(typed: str) -> str:
    """Return the name of an attribute as it is stored.

    :raises UsageError: it is not valid, or that of a field of articles, queries or tables.
    """
    name = clean_attribute_name(typed)
    fields = {each.value for each in Field}
    if field_named(name) or field_name(name) in fields or fold(name) in map(fold, _OWN):
        raise UsageError(
            _("{name!r} means something else in queries and tables: choose another name.", name=name)
        )
    return name


def accepted(
    attributes: Iterable[ArticleAttribute], values: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return those values that attributes allow, as they are stored, and a sentence for each other one.

    Names that no attribute has are left out silently.
    """
    taken: dict[str, str] = {}
    refused: list[str] = []
    every = tuple(attributes) if values else ()
    for name, typed in values.items() if every else ():
        attribute = named(every, name)
        if attribute is None:
            continue
        try:
            value = canonical_value(attribute, typed)
        except UsageError as error:
            refused.append(str(error))
        else:
            if value:
                taken[attribute.name] = value
    return taken, refused


def _choices(kind: AttributeKind, given: Iterable[str]) -> tuple[str, ...]:
    choices = split_choices("\n".join(given))
    if kind is AttributeKind.CHOICE and not choices:
        raise UsageError(_("A choice needs the values to choose from: write `--choices 央媒,地方媒体`."))
    if choices and kind is not AttributeKind.CHOICE:
        raise UsageError(
            _("Only a choice has a list of values: write --kind choice, or leave --choices out.")
        )
    return choices
