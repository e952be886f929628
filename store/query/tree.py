"""A query as data: a tree of frozen structs, each of which prints itself in the query language.

A :class:`Query` is the conjunction of its terms. Trees are built by :func:`all_of`, :func:`any_of` and
:func:`negated`, which keep them in one form, so that the same query is the same tree and
``parse(str(query)) == query``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TypeAlias

import msgspec

from store.model.tables.attribute import AttributeKind
from store.patterns import late_pattern
from store.query.names import ME, is_keyword

NOT = ("-", "!", "！", "－")
"""The signs that negate what follows."""

ANY = "*"
"""The value of a condition on an attribute that every value meets."""
SAVED = ("@", "＠")
"""The signs before the name of a saved search."""

MOST_BETWEEN = 20
"""Code points that ``*`` stands for, at most."""


class Field(StrEnum):
    """The field of a term."""

    TAG = "tag"
    """A tag or a tag below it, on the article or on one of its annotations."""
    UNDER = "under"
    """A tag below this one, on the article or on one of its annotations."""
    IS = "is"
    """A state: see :class:`State`."""
    HAS = "has"
    """Something that the article has: see :class:`Thing`. The name of an attribute is :class:`Attribute`."""
    BY = "by"
    """The creator of an annotation. ``creator:`` is the same."""
    ASSIGNED = "assigned"
    """The coder to whom the article is assigned in the present round; :data:`ME` is the user."""
    STATE = "state"
    """How far the work of a coder on the article is: of those that ``assigned:`` names beside it, else of
    any; see :class:`store.model.tables.assignment.WorkState`."""
    TITLE = "title"
    AUTHOR = "author"
    SOURCE = "source"
    """The publication."""
    COLUMN = "column"
    """栏目: the section of the newspaper."""
    DATE = "date"
    """A year, month or day, or a range of them: ``2020``, ``2020-03..``, ``..2021``, ``2020..2021``."""
    ADDED = "added"
    """When the article was added: as a date, in the user's time zone, or ``7d``, the last seven days."""
    CHARS = "chars"
    """The code points of the text: ``3000``, ``>3000``, ``<=500``, ``1000..3000``."""
    LANG = "lang"
    """The language: ``zh`` is also ``zh-Hans``."""
    NOTE = "note"
    """Words of a note, on the article or on an annotation."""
    QUOTE = "quote"
    """Words of what an annotation marks."""
    REMARK = "remark"
    """Somebody whom a remark in a note is for, ``@name``; ``me`` is the user."""
    DISPUTED = "disputed"
    """A coder against whom a decision on the article went; ``me`` is the user."""
    WORDS = "words"
    """Words of the text."""


class State(StrEnum):
    """The state of an article."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    STARRED = "starred"
    UNTAGGED = "untagged"
    """Neither the article nor an annotation of it has a tag."""


class Thing(StrEnum):
    """What an article can have."""

    NOTE = "note"
    """A note on the article or on an annotation."""
    MARK = "mark"
    """An annotation."""
    TAG = "tag"
    """A tag on the article or on an annotation."""
    REMARK = "remark"
    """A remark in a note, for anybody: see :mod:`store.note_syntax.remarks`."""
    ORPHAN = "orphan"
    """An annotation whose words are no longer in the text."""
    MOVED = "moved"
    """An annotation that stands on changed words which nobody has confirmed."""


class Unit(StrEnum):
    """What the distance of :class:`Near` counts."""

    CHARACTERS = ""
    """Code points between the two."""
    SENTENCES = "s"
    """How many sentences later the second one begins; 0 is the same sentence."""


class Comparison(StrEnum):
    """How :class:`Attribute` compares."""

    IS = ""
    """The value, or a range ``first..last`` of numbers or dates."""
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Term(msgspec.Struct, frozen=True):
    """One condition: one of the values matches or, if ``wanted`` is false, none of them.

    Words of the text, found exactly after folding, are a term of the field :attr:`Field.WORDS`: see
    :func:`words`.
    """

    field: Field
    values: tuple[str, ...]
    wanted: bool = True

    def __str__(self) -> str:
        """The term in the query language."""
        sign = "" if self.wanted else "-"
        if self.field is Field.WORDS and len(self.values) == 1:
            return sign + _bare(self.values[0])
        return f"{sign}{self.field}:{'|'.join(map(quoted, self.values))}"


class Attribute(msgspec.Struct, frozen=True):
    """A condition on an attribute that the library has defined: see ``parse(text, attributes=…)``."""

    name: str
    comparison: Comparison
    value: str
    kind: AttributeKind = AttributeKind.TEXT
    """How values are compared. Parsing leaves it as it is: see :meth:`store.library.codebook.Codebook.query`.
    Of a text the value is a part, of a choice all; the value :data:`ANY` is that the article has one."""

    def __str__(self) -> str:
        """The condition in the query language."""
        value = quoted(self.value)
        if value.startswith(_COMPARES) and value == self.value:
            value = f'"{value}"'
        return f"{self.name}:{self.comparison}{value}"


class Wildcard(msgspec.Struct, frozen=True):
    """Words with gaps: ``客户*服务``, ``??银行``. Found folded."""

    parts: tuple[str, ...]
    """Words and gaps in turn; the first and the last are words, perhaps empty. A gap consists of ``*``, up to
    :data:`MOST_BETWEEN` characters of the sentence, as few as possible, and ``?``, exactly one character.
    At either end ``*`` stands for nothing more than that something may follow."""

    def __str__(self) -> str:
        """The pattern in the query language."""
        parts = enumerate(self.parts)
        return "".join(part if place % 2 or not part else _bare(part) for place, part in parts)


class Regex(msgspec.Struct, frozen=True):
    """A regular expression, found in the text as it is, without folding."""

    pattern: str

    def __str__(self) -> str:
        """The expression in the query language."""
        return f"/{_SLASH.sub(lambda found: found[1] or _ESCAPED_SLASH, self.pattern)}/"


class Variant(msgspec.Struct, frozen=True):
    """Words and variants of them: see :class:`store.chinese.variants.Variants`."""

    text: str

    def __str__(self) -> str:
        """The words in the query language."""
        return f'~"{_doubled(self.text)}"'


class Saved(msgspec.Struct, frozen=True):
    """A saved search: see ``parse(text, searches=…)``, which puts its query in its place."""

    name: str

    def __str__(self) -> str:
        """The search in the query language."""
        is_special = _SPECIAL_WITHIN.search(self.name) or not self.name
        return f'{SAVED[0]}"{_doubled(self.name)}"' if is_special else f"{SAVED[0]}{quoted(self.name)}"


class Near(msgspec.Struct, frozen=True):
    """Two text nodes near each other, in either order. They do not overlap."""

    left: Node
    right: Node
    distance: int
    """At most so many :class:`Unit`."""
    unit: Unit = Unit.CHARACTERS

    def __str__(self) -> str:
        """The two in the query language."""
        left = str(self.left) if isinstance(self.left, Near) else _in_brackets(self.left)
        return f"{left} NEAR/{self.distance}{self.unit} {_in_brackets(self.right)}"


class And(msgspec.Struct, frozen=True):
    """All nodes match. There are two or more, none of them an And."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        """The nodes in the query language."""
        return " ".join(f"({node})" if isinstance(node, Or) else str(node) for node in self.nodes)


class Or(msgspec.Struct, frozen=True):
    """One of the nodes matches. There are two or more, none of them an Or."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        """The nodes in the query language."""
        return " OR ".join(map(str, self.nodes))


class Not(msgspec.Struct, frozen=True):
    """The node does not match. It is not a Term, which has ``wanted``, nor a Not."""

    node: Node

    def __str__(self) -> str:
        """The negation in the query language."""
        return f"-{_in_brackets(self.node)}"


class Together(msgspec.Struct, frozen=True):
    """Runs of characters near each other, in any order: what an index is asked for, in place of a variant."""

    runs: tuple[str, ...]
    """Two or more, folded."""
    reach: int
    """Code points between the end of the first run and the start of the last, at most."""
    marks: str = ""
    """The text must have one of these after a run and one before a run, unless it is empty."""


Node: TypeAlias = Term | Attribute | Wildcard | Regex | Variant | Saved | Near | And | Or | Not | Together


class Query(msgspec.Struct, frozen=True):
    """A query. It selects the articles that match all terms. None of these is an :class:`And`."""

    terms: tuple[Node, ...] = ()

    def __str__(self) -> str:
        """The query in the query language."""
        return str(self.terms[0]) if len(self.terms) == 1 else str(And(self.terms))

    def __bool__(self) -> bool:
        """Whether the query has terms."""
        return bool(self.terms)

    def sign_of(self, field: Field, value: str) -> str:
        """The role of a value in the query: ``&`` required, ``|`` one of several, ``!`` excluded.

        Empty if no term of the conjunction contains it.
        """
        for term in self._terms_of(field):
            if value in term.values:
                if not term.wanted:
                    return "!"
                return "&" if len(term.values) == 1 else "|"
        return ""

    def without(self, field: Field, value: str) -> Query:
        """The query without a value of a field, in the terms of the conjunction."""
        left: list[Node] = []
        for term in self.terms:
            if not isinstance(term, Term) or term.field is not field:
                left.append(term)
            elif values := tuple(each for each in term.values if each != value):
                left.append(msgspec.structs.replace(term, values=values))
        return Query(tuple(left))

    def also(self, field: Field, value: str) -> Query:
        """Toggle whether the value is required."""
        return self._toggle(field, value, "&", Term(field, (value,)))

    def never(self, field: Field, value: str) -> Query:
        """Toggle whether the value is excluded."""
        return self._toggle(field, value, "!", Term(field, (value,), wanted=False))

    def either(self, field: Field, value: str) -> Query:
        """Toggle whether the value is an alternative in the last term of its field that is not negated."""
        if self.sign_of(field, value) == "|":
            return self.without(field, value)
        query = self.without(field, value)
        for place in reversed(range(len(query.terms))):
            term = query.terms[place]
            if isinstance(term, Term) and term.field is field and term.wanted:
                wider = Term(field, (*term.values, value))
                return Query((*query.terms[:place], wider, *query.terms[place + 1 :]))
        return query.also(field, value)

    def joined(self, other: Query) -> Query:
        """The query that selects what both select."""
        return Query(tuple(dict.fromkeys((*self.terms, *other.terms))))

    def rewritten(self, change: Callable[[Node], Node]) -> Query:
        """The query with each leaf replaced by what ``change`` returns for it."""
        return query_of(all_of(_rewritten(term, change) for term in self.terms)) if self else self

    def _terms_of(self, field: Field) -> Iterator[Term]:
        return (term for term in self.terms if isinstance(term, Term) and term.field is field)

    def _toggle(self, field: Field, value: str, sign: str, term: Term) -> Query:
        query = self.without(field, value)
        return query if self.sign_of(field, value) == sign else Query((*query.terms, term))


def words(text: str) -> Term:
    """The term for words of the text, found exactly after folding."""
    return Term(Field.WORDS, (text,))


def with_user(names: Iterable[str], user: str) -> tuple[str, ...]:
    """Return names with that of the user in place of :data:`ME`."""
    return tuple(user if name == ME else name for name in names)


def all_of(nodes: Iterable[Node]) -> Node:
    """The conjunction of nodes, at least one."""
    parts: dict[Node, None] = {}
    for node in nodes:
        parts.update(dict.fromkeys(node.nodes if isinstance(node, And) else (node,)))
    return next(iter(parts)) if len(parts) == 1 else And(tuple(parts))


def any_of(nodes: Iterable[Node]) -> Node:
    """The disjunction of nodes, at least one."""
    parts: dict[Node, None] = {}
    for node in nodes:
        parts.update(dict.fromkeys(node.nodes if isinstance(node, Or) else (node,)))
    return next(iter(parts)) if len(parts) == 1 else Or(tuple(parts))


def negated(node: Node) -> Node:
    """The negation of a node."""
    if isinstance(node, Not):
        return node.node
    if isinstance(node, Term):
        return msgspec.structs.replace(node, wanted=not node.wanted)
    return Not(node)


def query_of(node: Node) -> Query:
    """The query that consists of a node."""
    return Query(node.nodes if isinstance(node, And) else (node,))


def is_text(node: Node) -> bool:
    """Whether a node has places in a text: words, a pattern, :class:`Near`, or several in an :class:`Or`."""
    if isinstance(node, Or):
        return all(map(is_text, node.nodes))
    if isinstance(node, Term):
        return node.field is Field.WORDS and node.wanted
    return isinstance(node, Wildcard | Regex | Variant | Near)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node; none below a leaf."""
    if isinstance(node, And | Or):
        return node.nodes
    if isinstance(node, Not):
        return (node.node,)
    return (node.left, node.right) if isinstance(node, Near) else ()


def _rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    if isinstance(node, And):
        return all_of(_rewritten(each, change) for each in node.nodes)
    if isinstance(node, Or):
        return any_of(_rewritten(each, change) for each in node.nodes)
    if isinstance(node, Not):
        return negated(_rewritten(node.node, change))
    return change(node)


def _in_brackets(node: Node) -> str:
    """The node in the query language, in brackets unless it is a single term without a sign."""
    return f"({node})" if isinstance(node, And | Or | Not | Near) else str(node)


_COMPARES = ("<", ">", "=")
_SLASH = late_pattern(r"(\\.)|/", re.DOTALL)
_ESCAPED_SLASH = "\\/"
_APART = late_pattern(r'[\s|｜"“”＂()（）]')
"""What ends a value that is not in quotation marks."""
_NAMED = late_pattern(r"\w+[:：]")
_SPECIAL = late_pattern(r'[\s|｜"“”＂()（）&＆*＊?]|[-!！－/／~～@＠]|\w+[:：]')
"""What makes words in a query mean something else: anywhere in them, or at their start."""
_SPECIAL_WITHIN = late_pattern(r'[\s|｜"“”＂()（）&＆*＊?]')


def quoted(value: str) -> str:
    """The value of a field, in quotation marks if it needs them."""
    is_special = _APART.search(value) or _NAMED.match(value) or not value
    return f'"{_doubled(value)}"' if is_special else value


def _bare(text: str) -> str:
    """Words, in quotation marks if they would be read as something else."""
    is_special = _SPECIAL.match(text) or _SPECIAL_WITHIN.search(text) or is_keyword(text) or not text
    return f'"{_doubled(text)}"' if is_special else text


def _doubled(text: str) -> str:
    return text.replace('"', '""')
