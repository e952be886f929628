"""The codebook of a library and all that is done to it: every change a step that can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from store.errors import UsageError
from store.index.article_index import ArticleIndex
from store.library.dismissals import recoded_dismissals
from store.library.library_table import LibraryTable
from store.library.recoding import (
    NewNames,
    linked_names,
    new_names,
    recoded_article,
    recoded_codebook,
    relinked_article,
    with_those_below,
)
from store.library.transactions import Transactions
from store.model.edits import CODEBOOK, DISMISSALS
from store.model.labels import quoted
from store.model.query import Field, Query, Term, parse
from store.model.tag import (
    PALETTE,
    Tag,
    are_alike,
    clean_tag_name,
    clean_tag_names,
    known_as,
    next_colour,
)
from store.note_syntax.wikilinks import Link, name_of
from store.progress import Progress, halves, no_progress
from store.storage.document_store import DocumentStore
from store.storage.documents import canonical_names, dismissals_of, tag_names_of, tags_of


class Uses(msgspec.Struct, frozen=True):
    """What a change of tags concerns."""

    tags: tuple[str, ...]
    """The tags themselves, and those below them."""
    articles: int
    """In how many articles one of them is used, on the article or on an annotation."""


class Codebook:
    """The tags of one library."""

    def __init__(self, store: DocumentStore, transactions: Transactions, index: ArticleIndex) -> None:
        self._store = store
        self._transactions = transactions
        self._index = index
        self._table = LibraryTable(store, CODEBOOK, tags_of, lambda tag: tag.name)

    def tags(self) -> tuple[Tag, ...]:
        """All entries, by name."""
        return tuple(sorted(self._table.records().values(), key=lambda tag: tag.name))

    def names(self, given: Iterable[str]) -> tuple[str, ...]:
        """Names as they are kept here: see :func:`canonical_names`.

        :raises BadTagName: one of them cannot be kept.
        """
        return canonical_names(self._store, given)

    def query(self, typed: str) -> Query:
        """The query that was typed, its tags by the names that they have here.

        :raises UsageError: a part of it means nothing, or there is no such tag.
        """

        def checked(term: Term) -> Term:
            is_of_tags = term.field is Field.TAG
            return msgspec.structs.replace(term, values=self.known(term.values)) if is_of_tags else term

        return Query(tuple(checked(term) for term in parse(typed).terms))

    def known(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Tags, or the beginnings of their paths, by the names that they have here.

        :raises UsageError: there is no such tag.
        """
        names, known = self.names(tags), self._known()
        for name in names:
            with_those_below(known, name)
        return names

    def uses(self) -> dict[str, int]:
        """How often each tag is used, on articles and on annotations."""
        return self._index.uses()

    def used_on(self, article: str) -> set[str]:
        """The tags in use on an article or on its annotations; none when there is no such article."""
        return self._index.tags_on(article)

    def uses_of(self, *tags: str) -> Uses:
        """What deleting or renaming tags would concern.

        :raises UsageError: there is no such tag.
        """
        known = self._known()
        below = [name for tag in self.names(tags) for name in with_those_below(known, tag)]
        names = tuple(dict.fromkeys(below))
        return Uses(names, len(self._users(names)))

    def write(self, tags: Iterable[Tag], label: str = "codebook") -> None:
        """Add entries, replacing those of the same name."""
        with self._transactions.begin():
            names = tag_names_of(self._store.table(CODEBOOK))
            tags = [msgspec.structs.replace(tag, name=known_as(names, [tag.name])[0]) for tag in tags]
            self._transactions.commit(label, self._table.upsert_edits(tags))

    # One entry

    def describe(self, tag: str, description: str) -> None:
        """Say what belongs to a tag and what does not.

        :raises UsageError: there is no such tag.
        """
        self._edit(tag, "describe", description=description.strip())

    def colour(self, tags: Iterable[str], colour: str) -> None:
        """Give tags a colour: a name of the palette, or ``#rrggbb``.

        :raises UsageError: there is no such tag, or that is no colour.
        """
        wanted = colour.strip().lower()
        if wanted not in PALETTE and not re.fullmatch("#[0-9a-f]{6}", wanted):
            raise UsageError(f"{colour!r} is no colour: write #rrggbb or one of {', '.join(PALETTE)}.")
        with self._transactions.begin():
            entries = [self._entry(name) for name in self.names(tags)]
            coloured = [msgspec.structs.replace(entry, colour=wanted) for entry in entries]
            self.write(coloured, f"colour the tags {quoted(entry.name for entry in entries)}")

    def alias(self, tag: str, aliases: Iterable[str]) -> None:
        """Give a tag other names by which it is found.

        :raises BadTagName: one of them cannot be kept.
        :raises UsageError: there is no such tag.
        """
        with self._transactions.begin():
            wanted, name = clean_tag_names(aliases), self._name(tag)
            for other in self.tags():
                taken = [alias for alias in wanted if _is_called(other, alias)]
                if taken and other.name != name:
                    raise UsageError(
                        f"“{taken[0]}” is a name of the tag “{other.name}” already: choose another."
                    )
            self._edit(name, "name", aliases=wanted)

    def pin(self, tag: str, digit: str) -> None:
        """Pin a tag to a digit, from which any other tag is taken; to none when it is empty.

        :raises UsageError: there is no such tag, or that is no digit.
        """
        if digit and digit not in set("0123456789"):
            raise UsageError(f"A tag is pinned to a digit, not to {digit!r}.")
        with self._transactions.begin():
            name = self._name(tag)
            others = [each for each in self.tags() if each.key == digit and digit and each.name != name]
            freed = [msgspec.structs.replace(each, key="") for each in others]
            pinned = msgspec.structs.replace(self._entry(name), key=digit)
            self.write([*freed, pinned], f"pin the tag “{name}”")

    # Wherever they are used. Who watches the progress may stop it as long as nothing is in its place.

    def rename(self, tag: str, name: str, progress: Progress = no_progress) -> int:
        """Give a tag, and those below it, another name, wherever they are used; in how many articles.

        :raises BadTagName: the name cannot be kept.
        :raises UsageError: there is no such tag, there is one of the new name already, or the name is its own
            or one below it.
        """
        with self._transactions.begin():
            now, wanted = self._name(tag), clean_tag_name(name)
            after = wanted if are_alike(now, wanted) else self._name(name)
            known = self._known()
            if now in known and after != now and after in known:
                raise UsageError(
                    f"There is a tag “{after}” already: merge “{now}” into it, if the two are to be one."
                )
            label = f"rename the tag {quoted([now])} to {quoted([after])}"
            return self._become([now], after, label, progress)

    def move(self, tags: Iterable[str], under: str, progress: Progress = no_progress) -> int:
        """Have tags, with those below them, stand below another one, or at the top; in how many articles.

        :param under: the name of the tag above them; empty for the top.
        :raises UsageError: there is no such tag, or it would stand below itself, or where it is.
        """
        with self._transactions.begin():
            moved, known = self.names(tags), self._known()
            above = f"{self._name(under)}/" if under.strip() else ""
            names: dict[str, str | None] = {}
            for tag in moved:
                if not any(tag.startswith(f"{other}/") for other in moved):
                    names |= new_names(known, [tag], above + tag.rpartition("/")[2])
            where = f"below “{above.rstrip('/')}”" if above else "to the top"
            return self._recode(names, f"move the tags {quoted(moved)} {where}", progress)

    def merge(self, tags: Iterable[str], into: str, progress: Progress = no_progress) -> int:
        """Make one tag of several, with those below them, wherever they are used; in how many articles.

        :raises BadTagName: the name cannot be kept.
        :raises UsageError: there is no such tag, or the name is its own or one below it.
        """
        with self._transactions.begin():
            merged, target = self.names(tags), self._name(into)
            label = f"merge the tags {quoted(merged)} into {quoted([target])}"
            return self._become(merged, target, label, progress)

    def delete(self, *tags: str, progress: Progress = no_progress) -> int:
        """Delete tags, with those below them, wherever they are used; in how many articles.

        Annotations that have no other tag stay.

        :raises UsageError: there is no such tag.
        """
        with self._transactions.begin():
            deleted = self.names(tags)
            what = "tag" if len(deleted) == 1 else "tags"
            names = dict.fromkeys(self.uses_of(*deleted).tags)
            return self._recode(names, f"delete the {what} {quoted(deleted)}", progress)

    def _become(self, tags: Iterable[str], into: str, label: str, progress: Progress) -> int:
        """Make one tag of several. Under the lock."""
        return self._recode(new_names(self._known(), tags, into), label, progress)

    def _recode(self, names: NewNames, label: str, progress: Progress) -> int:
        """Give tags their new names wherever they are used, and in the notes that link to them; in how many
        articles. Under the lock.
        """
        users = self._users(names)
        linking, linked = self._linking(names), linked_names(self._known(), names)
        reading, writing = halves(progress)
        edits, articles = recoded_codebook(self._table.records(), names), 0
        edits += recoded_dismissals(dismissals_of(self._store.table(DISMISSALS)), names)
        concerned = sorted(users | linking)
        for done, article in enumerate(concerned):
            reading(done, len(concerned))
            record = self._store.read(article, with_text=False)
            changed = recoded_article(article, record, names)
            if article in linking:
                changed += relinked_article(article, record, linked)
            articles += bool(changed)
            edits += changed
        self._transactions.commit(label, edits, progress=writing)
        return articles

    def _linking(self, names: NewNames) -> set[str]:
        """The articles whose notes may link to one of the tags that get another name."""
        links = [name_of(Link(tag=name)) for name, now in names.items() if now is not None]
        return set(self._index.linking_to(links))

    def _known(self) -> set[str]:
        return {*tag_names_of(self._store.table(CODEBOOK))} | self.uses().keys()

    def _name(self, name: str) -> str:
        return self.names([name])[0]

    def _users(self, names: Iterable[str]) -> set[str]:
        """The articles in which one of the tags is used."""
        users: set[str] = set()
        for name in names:
            users |= self._index.tagged(name)
        return users

    def _entry(self, name: str) -> Tag:
        """The entry of a tag; a new one for a path's part that others stand below."""
        tags = self.tags()
        found = next((tag for tag in tags if tag.name == name), None)
        if found is None:
            with_those_below(self._known(), name)
            return Tag(name=name, colour=next_colour(tags))
        return found

    def _edit(self, tag: str, deed: str, **after: object) -> None:
        with self._transactions.begin():
            entry = self._entry(self._name(tag))
            self.write([msgspec.structs.replace(entry, **after)], f"{deed} the tag “{entry.name}”")


def _is_called(tag: Tag, name: str) -> bool:
    """Whether a name is one of a tag's, in another width or case even."""
    return any(are_alike(each, name) for each in (tag.name, *tag.aliases))
