"""The codebook of a library: its tags, and renaming, merging and deleting them wherever they are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import msgspec

from store.errors import UsageError
from store.index.article_index import ArticleIndex
from store.language import _
from store.library.dismissals import recoded_dismissals
from store.library.library_table import LibraryTable
from store.library.recoding import (
    NewNames,
    linked_names,
    new_names,
    recoded_article,
    recoded_codebook,
    recoded_order,
    relinked_article,
    with_those_below,
)
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.edits import ATTRIBUTES, CODEBOOK, DISMISSALS, LIBRARY, SEARCHES, THE_ONE, Edit, Json
from store.model.identity import clean_identity
from store.model.labels import quoted
from store.model.new_annotations import new_tags
from store.model.tag import (
    PALETTE,
    KnownNames,
    Tag,
    are_alike,
    clean_tag_name,
    clean_tag_names,
    match_known_names,
    next_colour,
    resolve_aliases,
)
from store.note_syntax.wikilinks import Link, target_key
from store.progress import Progress, halves, no_progress
from store.query.names import ME
from store.query.tree import Attribute, Field, Node, Query, Term
from store.storage.document_store import DocumentStore
from store.storage.documents import (
    attributes_of,
    canonical_names,
    dismissals_of,
    searches_of,
    tag_names_of,
    tags_of,
)
from store.wording import listed

if TYPE_CHECKING:
    from store.query.parser import SearchNamed

TAG_ORDER = "tag_order"
"""The setting of the library with the order of tags made by hand."""


class Uses(msgspec.Struct, frozen=True):
    """What deleting or renaming tags would affect."""

    tags: tuple[str, ...]
    """The tags and those below them."""
    articles: int
    """How many articles use one of them, on themselves or on an annotation."""


class Codebook:
    """The tags of one library. Every change is a step that can be undone."""

    def __init__(
        self, store: DocumentStore, transactions: Transactions, index: ArticleIndex, seen: ArticleIndex
    ) -> None:
        """The tags in ``store``.

        :param index: knows all uses of tags: changes are made wherever a tag is used.
        :param seen: knows those that are not hidden from the user, which are counted and shown.
        """
        self._store = store
        self._transactions = transactions
        self._index = index
        self._seen = seen
        self._table = LibraryTable(store, CODEBOOK, tags_of, lambda tag: tag.name)

    def tags(self) -> tuple[Tag, ...]:
        """Return all tags, sorted by name."""
        return tuple(sorted(self._table.records().values(), key=lambda tag: tag.name))

    def by_document(self) -> dict[int, Tag]:
        """Return all tags by the ID of their document, which stays the same when they are renamed."""
        return self._table.records()

    def hand_order(self) -> dict[str, list[str]]:
        """Return the order of the tags made by hand: by the path of a parent, the labels below it.

        The parent of the tags at the top is empty. There is no entry where nothing was arranged.
        """
        found = self._store.settings().get(TAG_ORDER)
        if not isinstance(found, dict):
            return {}
        return {
            parent: [str(label) for label in labels]
            for parent, labels in found.items()
            if isinstance(labels, list)
        }

    def arrange(self, parent: str, labels: Sequence[str]) -> None:
        """Set the order of the tags below a parent, by hand.

        :param parent: its path; empty for the top.
        :param labels: the last parts of their paths, in the new order.
        """
        with self._transactions.begin():
            order = {**self.hand_order(), parent: list(labels)}
            self._transactions.commit(step_labels.arrange_tags(), self._order_edits(order))

    def _order_edits(self, order: Mapping[str, list[str]]) -> list[Edit]:
        if order == self.hand_order():
            return []
        settings = self._store.settings()
        after = {**settings, TAG_ORDER: cast("dict[str, Json]", order)}
        return [Edit.between("", LIBRARY, THE_ONE, settings, after)]

    def names(self, given: Iterable[str]) -> tuple[str, ...]:
        """Return tag names as the library spells them: see :func:`canonical_names`.

        :raises BadTagName: a name is not valid.
        """
        return canonical_names(self._store, given)

    def spelled(self, given: Iterable[str]) -> dict[str, str]:
        """Return, by each tag name given, the one that :meth:`names` makes of it.

        :raises BadTagName: a name is not valid.
        """
        tags = self.tags()
        known = {tag.name for tag in tags}
        spelling, with_aliases = KnownNames(known), [tag for tag in tags if tag.aliases]

        def spelled(name: str) -> str:
            found = spelling.match(clean_tag_name(name))
            return found if found in known else resolve_aliases(with_aliases, [found])[0]

        return {name: spelled(name) for name in given}

    def query(self, typed: str, within: tuple[str, ...] = ()) -> Query:
        """Parse a query; its tags and attributes get the names that they have in the library, and ``@name``
        becomes the query of the saved search.

        :param within: the keys of the saved searches whose query it is, which cannot use themselves.
        :raises QuerySyntaxError: a part of it is not valid, there is no such tag or saved search, or an
            attribute does not have such values.
        """
        from store.library.searches.typed_queries import typed_query

        searches = searches_of(self._store.table(SEARCHES))
        return typed_query(typed, self._parsed, {each.key: each for each in searches.values()}, within)

    def hint(self, typed: str) -> str:
        """Return a sentence about what looks like a field in a query but is none; empty if there is nothing.

        A name that no attribute could have looks like no field.
        """
        from store.library.attributes.attributes import free_name
        from store.query.unknown_fields import unknown_fields

        if ":" not in typed and "：" not in typed:
            return ""
        attributes = [each.name for each in attributes_of(self._store.table(ATTRIBUTES)).values()]
        for each in unknown_fields(typed, attributes):
            with suppress(UsageError):
                return _(
                    "There is no field {name}: “{typed}” is searched for as words. "
                    "`pizhu attributes add {name}` defines the field.",
                    name=free_name(each.name),
                    typed=each.typed,
                )
        return ""

    def _parsed(self, typed: str, searches: SearchNamed) -> Query:
        """Parse a query; its tags and attributes get the names that they have in the library."""
        attributes = {each.name: each for each in attributes_of(self._store.table(ATTRIBUTES)).values()}

        def with_known_names(node: Node) -> Node:
            if isinstance(node, Attribute):
                try:
                    return checked_condition(attributes[node.name], node)
                except UsageError as error:
                    raise QuerySyntaxError(
                        str(error), typed, place_of_value(typed, attributes, node.name, node.value)
                    ) from error
            if not isinstance(node, Term) or node.field not in (Field.TAG, Field.UNDER, Field.ASSIGNED):
                return node
            known = self._known_members if node.field is Field.ASSIGNED else self.known
            names: list[str] = []
            for name in node.values:
                try:
                    names += known([name])
                except UsageError as error:
                    place = place_of_value(typed, attributes, node.field, name)
                    raise QuerySyntaxError(str(error), typed, place) from error
            return msgspec.structs.replace(node, values=tuple(names))

        from store.library.attributes.conditions import checked_condition
        from store.query.errors import QuerySyntaxError
        from store.query.parser import parse
        from store.query.tokens import place_of_value

        parsed = parse(typed, attributes=attributes, searches=searches)
        return parsed.rewritten(with_known_names)

    def _known_members(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names of members of the team as it has them.

        :raises UsageError: there is no such member.
        """
        from store.library.team.roster import Roster

        roster = Roster.read(self._store)
        return tuple(each if each == ME else roster.member(each).member for each in names)

    def known(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Return the names that tags, or tags above existing ones, have in the library.

        :raises UsageError: there is no such tag.
        """
        names, known = self.names(tags), self._all_names()
        for name in names:
            with_those_below(known, name)
        return names

    def uses(self) -> dict[str, int]:
        """Return how often each tag is used, on articles and on annotations."""
        return self._seen.uses()

    def used_on(self, article: str) -> set[str]:
        """Return the tags used on an article or its annotations; none when there is no such article."""
        return self._seen.tags_on(article)

    def uses_of(self, *tags: str) -> Uses:
        """Return what deleting or renaming tags would affect.

        :raises UsageError: there is no such tag.
        """
        known = self._all_names()
        below = [name for tag in self.names(tags) for name in with_those_below(known, tag)]
        names = tuple(dict.fromkeys(below))
        users = set().union(*(self._seen.tagged(name) for name in names))
        return Uses(names, len(users))

    def write(self, tags: Iterable[Tag], label: str = step_labels.write_tags()) -> None:
        """Add tags, each in place of the one with the same name."""
        with self._transactions.begin():
            names = tag_names_of(self._store.table(CODEBOOK))
            tags = [
                msgspec.structs.replace(tag, name=match_known_names(names, [tag.name])[0]) for tag in tags
            ]
            self._transactions.commit(label, self._table.upsert_edits(tags))

    # One tag

    def describe(self, tag: str, description: str) -> None:
        """Set the description of a tag.

        :raises UsageError: there is no such tag.
        """
        self._edit(tag, step_labels.describe_tag, description=description.strip())

    def colour(self, tags: Iterable[str], colour: str) -> None:
        """Set the colour of tags: a name in the palette, or ``#rrggbb``.

        :raises UsageError: there is no such tag, or the colour is not valid.
        """
        wanted = colour.strip().lower()
        if wanted not in PALETTE and not re.fullmatch("#[0-9a-f]{6}", wanted):
            raise UsageError(
                _(
                    "{colour!r} is not a colour: write #rrggbb or one of {colours}.",
                    colour=colour,
                    colours=listed(PALETTE),
                )
            )
        with self._transactions.begin():
            entries = [self._entry(name) for name in self.names(tags)]
            coloured = [msgspec.structs.replace(entry, colour=wanted) for entry in entries]
            self.write(coloured, step_labels.colour_tags(tags=quoted(entry.name for entry in entries)))

    def alias(self, tag: str, aliases: Iterable[str]) -> None:
        """Set the aliases of a tag: other names by which it is found.

        :raises BadTagName: a name is not valid.
        :raises UsageError: there is no such tag, or another tag has one of the names.
        """
        with self._transactions.begin():
            wanted, name = clean_tag_names(aliases), self._name(tag)
            for other in self.tags():
                in_use = [alias for alias in wanted if _is_called(other, alias)]
                if in_use and other.name != name:
                    raise UsageError(
                        _(
                            "“{name}” is a name of the tag “{tag}” already: choose another.",
                            name=in_use[0],
                            tag=other.name,
                        )
                    )
            self._edit(name, step_labels.name_tag, aliases=wanted)

    def identify(self, tag: str, identity: str) -> None:
        """Set the identity of a tag: see :attr:`store.model.tag.Tag.same_as`. An empty one removes it.

        :raises UsageError: there is no such tag, or the identity is not valid.
        """
        self._edit(tag, step_labels.identify_tag, same_as=clean_identity(identity))

    def identify_all(self, identities: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Set the identities of tags, which are created if need be. A tag that has one keeps it.

        :return: by tag, the identity that it kept, and the given one, where they differ.
        :raises BadTagName: a name is not valid; nothing is changed.
        :raises UsageError: an identity is not valid; nothing is changed.
        """
        if not identities:
            return {}
        with self._transactions.begin():
            names, tags = self.spelled(identities), {tag.name: tag for tag in self.tags()}
            kept: dict[str, tuple[str, str]] = {}
            changed: list[Tag] = []
            for given, identity in identities.items():
                name, wanted = names[given], clean_identity(identity)
                tag = tags.get(name)
                if tag is None:
                    (tag,) = new_tags(tags.values(), [name])
                if tag.same_as and tag.same_as != wanted:
                    kept[name] = tag.same_as, wanted
                elif not tag.same_as:
                    tags[name] = msgspec.structs.replace(tag, same_as=wanted)
                    changed.append(tags[name])
            label = step_labels.identify_tag(tag=quoted(tag.name for tag in changed[:1]))
            self._transactions.commit(label, self._table.upsert_edits(changed))
            return kept

    def pin(self, tag: str, digit: str) -> None:
        """Pin a tag to a digit, and unpin the tag that had it; an empty digit unpins the tag.

        :raises UsageError: there is no such tag, or it is not a digit.
        """
        if digit and digit not in set("0123456789"):
            raise UsageError(_("{digit!r} is not a digit: pin a tag to one of 0 to 9.", digit=digit))
        with self._transactions.begin():
            name = self._name(tag)
            others = [each for each in self.tags() if each.key == digit and digit and each.name != name]
            freed = [msgspec.structs.replace(each, key="") for each in others]
            pinned = msgspec.structs.replace(self._entry(name), key=digit)
            self.write([*freed, pinned], step_labels.pin_tag(tag=f"“{name}”"))

    # Tags wherever they are used. ``progress`` can stop these until their edits take effect.

    def rename(self, tag: str, name: str, progress: Progress = no_progress) -> int:
        """Rename a tag and those below it; return how many articles were changed.

        :raises BadTagName: the name is not valid.
        :raises UsageError: there is no such tag, there is already one with the new name, or the new name is
            the present one or one below it.
        """
        with self._transactions.begin():
            now, wanted = self._name(tag), clean_tag_name(name)
            after = wanted if are_alike(now, wanted) else self._name(name)
            known = self._all_names()
            if now in known and after != now and after in known:
                raise UsageError(
                    _(
                        "There is a tag “{name}” already: to make the two one, merge “{tag}” into it.",
                        name=after,
                        tag=now,
                    )
                )
            label = step_labels.rename_tag(tag=quoted([now]), into=quoted([after]))
            return self._merge([now], after, label, progress)

    def move(self, tags: Iterable[str], under: str, progress: Progress = no_progress) -> int:
        """Move tags and those below them under another tag; return how many articles were changed.

        :param under: the name of the new parent; empty for the top level.
        :raises UsageError: there is no such tag, it would be below itself, or it is already there.
        """
        with self._transactions.begin():
            moved, known = self.names(tags), self._all_names()
            parent = f"{self._name(under)}/" if under.strip() else ""
            names: dict[str, str | None] = {}
            for tag in moved:
                if not any(tag.startswith(f"{other}/") for other in moved):
                    names |= new_names(known, [tag], parent + tag.rpartition("/")[2])
            label = (
                step_labels.move_tags_below(tags=quoted(moved), into=quoted([parent.rstrip("/")]))
                if parent
                else step_labels.move_tags_to_top(tags=quoted(moved))
            )
            return self._recode(names, label, progress)

    def merge(self, tags: Iterable[str], into: str, progress: Progress = no_progress) -> int:
        """Merge tags and those below them into one; return how many articles were changed.

        :raises BadTagName: the name is not valid.
        :raises UsageError: there is no such tag, or ``into`` is one of them or below one.
        """
        with self._transactions.begin():
            merged, target = self.names(tags), self._name(into)
            label = step_labels.merge_tags(tags=quoted(merged), into=quoted([target]))
            return self._merge(merged, target, label, progress)

    def delete(self, *tags: str, progress: Progress = no_progress) -> int:
        """Delete tags and those below them; return how many articles were changed.

        Annotations that had no other tag are kept.

        :raises UsageError: there is no such tag.
        """
        with self._transactions.begin():
            deleted = self.names(tags)
            names = dict.fromkeys(self.uses_of(*deleted).tags)
            label = (
                step_labels.delete_tag(tag=quoted(deleted))
                if len(deleted) == 1
                else step_labels.delete_tags(tags=quoted(deleted))
            )
            return self._recode(names, label, progress)

    def _merge(self, tags: Iterable[str], into: str, label: str, progress: Progress) -> int:
        return self._recode(new_names(self._all_names(), tags, into), label, progress)

    def _recode(self, names: NewNames, label: str, progress: Progress) -> int:
        """Give tags new names in articles, in annotations and in notes that link to them.

        The caller holds the lock.

        :return: how many articles were changed, of those in which the user sees it.
        :raises UsageError: a tag would be lost that is on an annotation which is hidden from the user.
        """
        self._check_hidden_uses(names)
        users, shown = self._users(names), self._shown_users(names)
        linking, new_name = self._linking(names), linked_names(self._all_names(), names)
        reading, writing = halves(progress)
        edits, articles = recoded_codebook(self._table.records(), names), 0
        edits += recoded_dismissals(dismissals_of(self._store.table(DISMISSALS)), names)
        edits += self._recoded_searches(names)
        edits += self._order_edits(recoded_order(self.hand_order(), names))
        affected = sorted(users | linking)
        for done, article in enumerate(affected):
            reading(done, len(affected))
            record = self._store.read(article, with_text=False)
            changed = recoded_article(article, record, names)
            if article in linking:
                changed += relinked_article(article, record, new_name)
            articles += bool(changed) and article in shown
            edits += changed
        self._transactions.commit(label, edits, progress=writing)
        return articles

    def _check_hidden_uses(self, names: NewNames) -> None:
        """Check that no tag that others use where the user is blind is deleted or becomes another that is
        there: they would lose what they have coded, and the user would not see it.
        """
        kept = self._all_names() - names.keys()
        lost = [name for name, new in names.items() if new is None or new in kept]
        if not lost:
            return
        every, seen = self._index.uses(), self._seen.uses()
        for name in lost:
            if every.get(name, 0) > seen.get(name, 0):
                raise UsageError(
                    _(
                        "“{tag}” cannot be deleted or merged while the round is blind: it may be in use "
                        "where you do not see it. Do it when the round is closed, or ask a manager.",
                        tag=name,
                    )
                )

    def _recoded_searches(self, names: NewNames) -> list[Edit]:
        from store.library.searches.saved_searches import recoded_searches

        return recoded_searches(self._store, self._all_names(), names)

    def _linking(self, names: NewNames) -> set[str]:
        """Return the articles whose notes may link to one of the tags that get a new name."""
        links = [target_key(Link(tag=name)) for name, new in names.items() if new is not None]
        return set(self._index.linking_to(links))

    def _all_names(self) -> set[str]:
        """Return the names of all tags, in the codebook and in use."""
        return {*tag_names_of(self._store.table(CODEBOOK))} | self._index.uses().keys()

    def _name(self, name: str) -> str:
        return self.names([name])[0]

    def _users(self, names: Iterable[str]) -> set[str]:
        """Return the articles that use one of the tags."""
        users: set[str] = set()
        for name in names:
            users |= self._index.tagged(name)
        return users

    def _shown_users(self, names: NewNames) -> set[str]:
        """Return the articles in which the user sees a use of one of the tags, or a link to it."""
        links = [target_key(Link(tag=name)) for name, new in names.items() if new is not None]
        return set(self._seen.linking_to(links)).union(*(self._seen.tagged(name) for name in names))

    def _entry(self, name: str) -> Tag:
        """Return the tag with this name; a new one for a name that only has tags below it."""
        tags = self.tags()
        found = next((tag for tag in tags if tag.name == name), None)
        if found is None:
            with_those_below(self._all_names(), name)
            return Tag(name=name, colour=next_colour(tags))
        return found

    def _edit(self, tag: str, label: Callable[..., str], **after: object) -> None:
        with self._transactions.begin():
            entry = self._entry(self._name(tag))
            self.write([msgspec.structs.replace(entry, **after)], label(tag=f"“{entry.name}”"))


def _is_called(tag: Tag, name: str) -> bool:
    """Whether a tag has this name or alias, in any width and case."""
    return any(are_alike(each, name) for each in (tag.name, *tag.aliases))
